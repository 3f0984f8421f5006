// What the shell needs of a phone. The app gives it Android's; a test gives it pictures.

package xueying.shell

import java.nio.ByteBuffer
import xueying.core.*

/** One preview frame. Its planes lie outside the heap and are the camera's: [close] gives them back. */
class Frame(
    val facts: FrameFacts,
    val shape: FrameShape,
    val planes: List<ByteBuffer>,
    private val giveBack: () -> Unit,
) : AutoCloseable {
    override fun close() = giveBack()
}

/** In which direction things fall, in the phone's own axes: to the right of the screen, to its upper edge, out of it. */
class Gravity(val x: Double, val y: Double, val z: Double)

/** The camera. What it cannot do it throws as [CameraTrouble]. */
interface Camera {
    /** What its frames count as. */
    val source: Source

    fun permission(): Permission

    /** Asks the system for the permission; what the person said. */
    suspend fun ask(): Permission

    fun lenses(): List<Lens>

    /** Opens a lens as planned; every frame goes to [take], on a thread of the camera's. */
    suspend fun open(plan: PlanFacts, take: (Frame) -> Unit)

    /** How the phone is held, if it says so. */
    fun gravity(): Gravity? = null

    /** A burst of stills from the open lens. */
    suspend fun stills(): List<StillFile>

    /** Closes the lens, if one is open; no frame comes afterwards. */
    fun close()
}

/** The camera does not open, or broke while it was open. */
class CameraTrouble(cause: Throwable? = null) : Exception("the camera does not work", cause)

/** Speaks to the student. */
interface Voice {
    /** Speaks a sentence; returns when it was spoken, or could not be. */
    suspend fun speak(sentence: String, lang: Lang)

    /** Breaks off what is being spoken. */
    fun silence()
}

/** Taps the helper's hand. */
fun interface Touch {
    fun feel(haptic: Haptic)
}

/** The way to the collection service. */
fun interface Service {
    /** What came back; nothing where no answer came. */
    suspend fun send(request: ServiceRequest): ServiceReply?
}

/** What the system does for a person, on its own screens. */
interface SystemScreens {
    /** Shows the app's settings; returns when the person is back. */
    suspend fun openSettings()

    /** Asks whether notifications may be shown. */
    suspend fun mayNotify(): Boolean

    /** Saves a picture where the person finds it; whether that worked. */
    suspend fun save(jpeg: ByteArray): Boolean
}

/** Waits; a test does not. */
fun interface Patience {
    suspend fun wait(millis: ULong)
}

/** Shows pages. */
fun interface Ui {
    fun show(page: Page)
}

/** Everything that a phone lends the shell. */
class Phone(
    val platform: Platform,
    val camera: Camera,
    val voice: Voice,
    val touch: Touch,
    val service: Service,
    val screens: SystemScreens,
    val patience: Patience,
    val ports: Ports,
)
