// The open camera: for the photo, or for a code.

package xueying.shell

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import xueying.core.*

/** What the core needs to see and to judge; loaded once. */
class Kit(val models: Models, val profile: Profile) {
    val checker by lazy { Checker(models, profile) }
}

/** Opens and closes the camera; at most one thing is looked at. */
internal class Lookout(
    private val phone: Phone,
    private val kit: Kit,
    private val lang: Lang,
    private val scope: CoroutineScope,
    private val show: (Finder?) -> Unit,
    private val trouble: (List<String>) -> Unit,
) {
    private var job: Job? = null
    private var plan: CameraPlan? = null
    private var take: ((Frame) -> Unit)? = null

    /** A code is looked for: for the screen that is shown alone. */
    var scans = false
        private set

    /** What the helper can do at the moment. */
    var capture: Capture? = null
        private set

    /** Takes one photo. */
    fun photo(order: CaptureOrder, taken: suspend (SealedPhoto) -> Unit) = look(order.mode()) { plan ->
        val setup = LiveSetup(kit.models, kit.profile, plan, order, FRAME_BUDGET_MS)
        val session = withContext(Dispatchers.Default) { LiveSession.open(setup, phone.ports) }
        val speech = Speech(scope, phone.voice, lang)
        try {
            val capture = Capture(session, phone.camera, speech, phone.touch, lang, show)
            this.capture = capture
            open(plan, capture::push)
            taken(capture.run())
        } finally {
            capture = null
            speech.stop()
            session.end()
        }
    }

    /** Reads one code; any lens will do. */
    fun code(read: (String) -> Unit) = look(SessionMode.REHEARSAL) { plan ->
        val codes = Scanning(phone.ports.clock, lang, show)
        scans = true
        open(plan, codes::push)
        read(codes.run())
    }

    /** Another screen is shown: on that one no code is looked for. */
    suspend fun leave() {
        if (scans) close()
    }

    /** Closes the camera, and forgets its frames. */
    suspend fun close() {
        job?.cancelAndJoin()
        job = null
    }

    /** The app is out of sight: the camera rests. */
    fun pause() = phone.camera.close()

    /** The app is in sight again. */
    suspend fun resume() {
        val (plan, take) = (plan ?: return) to (take ?: return)
        try {
            phone.camera.open(plan.facts(), take)
        } catch (_: CameraTrouble) {
            trouble(lang.trouble(BROKEN))
        }
    }

    private suspend fun open(plan: CameraPlan, take: (Frame) -> Unit) {
        this.plan = plan
        this.take = take
        phone.camera.open(plan.facts(), take)
    }

    private fun look(mode: SessionMode, through: suspend (CameraPlan) -> Unit) {
        job = scope.launch {
            try {
                show(Finder())
                val camera = phone.camera
                through(chooseCamera(camera.lenses(), camera.source, mode).plan)
            } catch (error: CameraException.NoLens) {
                val reasons = error.refused.map { lang.word("camera.refused.${it.reason.name.lowercase()}") }
                trouble(lang.trouble(error.textKey()) + reasons.distinct())
            } catch (error: ModelException) {
                trouble(lang.trouble(error.textKey()))
            } catch (_: CameraTrouble) {
                trouble(lang.trouble(BROKEN))
            } finally {
                plan = null
                take = null
                scans = false
                phone.camera.close()
                show(null)
            }
        }
    }

    private companion object {
        /** At fifteen frames a second half of the time is left for the preview. */
        const val FRAME_BUDGET_MS = 33u
        const val BROKEN = "errors.broken.message"
    }
}
