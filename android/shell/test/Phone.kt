// A phone without hardware: frames are the pictures of the scenarios, stills their photos.

package xueying.shell

import java.io.File
import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicInteger
import xueying.core.*

private val FILES = File(System.getenv("XUEYING_SCENARIOS"))

/** What is loaded once. */
object Tools {
    val models = Models.fromFolder(System.getenv("XUEYING_MODELS"))
    val profile = Profile.named("chsi")
    val kit = Kit(models, profile)
}

fun picture(name: String): ByteArray = FILES.resolve(name).readBytes()

/** The lens of the simulated phone. */
val LENS = Lens("0", Facing.REAR, fieldOfView = 69.4, previewSizes = listOf(Size(1280u, 720u)))

/** A camera that shows pictures, fifteen a second of its own time. */
class PictureCamera(private val answer: suspend () -> Permission = { Permission.GRANTED }) : Camera {
    override val source = Source.SIMULATED
    @Volatile var allowed = Permission.GRANTED
    var stills = "good.jpg"
    private var take: ((Frame) -> Unit)? = null
    private var nanos = 0uL

    /** Frames that are with the shell. */
    val lent = AtomicInteger()

    override fun permission() = allowed

    override suspend fun ask() = answer().also { allowed = it }

    override fun lenses() = listOf(LENS)

    override suspend fun open(plan: PlanFacts, take: (Frame) -> Unit) {
        if (allowed != Permission.GRANTED) throw CameraTrouble()
        this.take = take
    }

    override suspend fun stills() = listOf(StillFile(picture(stills), LENS.id, LENS.facing, nanos + 100_000_000uL))

    override fun close() {
        take = null
    }

    val isOpen get() = take != null

    /** Shows a picture of luma alone, 640 by 480. */
    fun showLuma(bytes: ByteArray) {
        val shape = FrameShape(640u, 480u, PixelLayout.Luma(640u), Rotation.NONE, false)
        show(shape, listOf(lent(bytes, 0, bytes.size)))
    }

    /** Shows a picture once more; a phone that lies on its side. */
    fun show(bytes: ByteArray) {
        val coding = YuvCoding(YuvMatrix.BT601, true)
        val shape = FrameShape(
            1280u, 720u, PixelLayout.SemiPlanar(1280u, 1280u, ChromaOrder.V_THEN_U, coding), Rotation.QUARTER, false
        )
        show(shape, listOf(lent(bytes, 0, 1280 * 720), lent(bytes, 1280 * 720, bytes.size)))
    }

    private fun show(shape: FrameShape, planes: List<ByteBuffer>) {
        nanos += 66_666_667uL
        lent.incrementAndGet()
        val frame = Frame(FrameFacts(LENS.id, LENS.facing, nanos), shape, planes) { lent.decrementAndGet() }
        take?.invoke(frame) ?: frame.close()
    }
}

private fun lent(bytes: ByteArray, from: Int, to: Int): ByteBuffer =
    ByteBuffer.allocateDirect(to - from).put(bytes, from, to - from).flip()

/** A key in memory, the machine's clock, no log. */
fun ports() = Ports(softwareSigner(ByteArray(32) { 7 })!!, systemClock(), noLog())

/** A session as a rehearsal opens it. */
fun session(): LiveSession {
    val plan = chooseCamera(listOf(LENS), Source.SIMULATED, SessionMode.REHEARSAL).plan
    val code = SessionCode.parse("25103003", Tools.profile)
    val order = CaptureOrder.rehearsal(code, "nonce")
    return LiveSession.open(LiveSetup(Tools.models, Tools.profile, plan, order, 33u), ports())
}
