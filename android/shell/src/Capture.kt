// One photo, from the first frame to the sealed still.

package xueying.shell

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.selects.select
import xueying.core.*

/**
 * Brings frames to a session and does what it answers. Only the newest frame is looked at: one that waits is given back
 * when the next one comes. Everything happens in [run], one thing after the other; the rest may be called from any thread.
 */
class Capture(
    private val session: LiveSession,
    private val camera: Camera,
    private val speech: Speech,
    private val touch: Touch,
    private val lang: Lang,
    private val show: (Finder) -> Unit,
) {
    private val frames = Channel<Frame>(Channel.CONFLATED, onUndeliveredElement = Frame::close)
    private val orders = Channel<() -> Boolean>(Channel.UNLIMITED)
    private var finder = Finder()

    /** The time of the newest frame, by the sensor's clock. */
    private var now = 0uL

    /** Takes a frame from the camera. */
    fun push(frame: Frame) {
        if (frames.trySend(frame).isFailure) frame.close()
    }

    /** The helper presses the shutter. */
    fun press() = order {
        session.press(now)
        true
    }

    /** The photo is handed in although it breaks a rule, for this reason. */
    fun giveReason(rule: Broken, reason: String) = order {
        session.overrideCheck(rule.id, reason)
        refresh { copy(trouble = listOf(), broken = broken - rule) }
        false
    }

    /** Looks at frames until there is a photo. */
    suspend fun run(): SealedPhoto {
        try {
            while (true) {
                val fires = select {
                    orders.onReceive { order -> guarded(false, order) }
                    frames.onReceive { frame -> guarded(false) { frame.use(::look) } }
                }
                if (fires) take()?.let { return it }
            }
        } finally {
            frames.cancel()
            orders.cancel()
        }
    }

    private fun order(order: () -> Boolean) {
        orders.trySend(order)
    }

    /** Whether the shutter falls after this frame. */
    private fun look(frame: Frame): Boolean {
        val (first, second, third) = frame.planes + List(3 - frame.planes.size) { NO_PLANE }
        camera.gravity()?.let { session.held(it.x, it.y, it.z) }
        val answer = session.pushFrame(frame.facts, frame.shape, first, second, third)
        val guidance = (answer as? FrameAnswer.Guided)?.guidance ?: return false
        now = frame.facts.timeNanos
        guidance.say?.let { speech.say(lang.word(it.textKey)) }
        guidance.haptic?.let(touch::feel)
        val offered = guidance.event == ShutterEvent.TIMED_OUT
        refresh {
            copy(
                overlay = guidance.overlay,
                hint = guidance.show?.let { lang.word(it.textKey) },
                readiness = guidance.readiness,
                shutter = if (offered) lang.word("live.manual") else shutter,
            )
        }
        return guidance.event == ShutterEvent.FIRE
    }

    /** The photo, or nothing where the stills are refused: the session goes on. */
    private suspend fun take(): SealedPhoto? {
        refresh { copy(trouble = listOf(), broken = listOf()) }
        val stills = camera.stills()
        return guarded(null) { session.take(stills) }
    }

    /** Tells of a refusal; what ends the session is thrown on. */
    private fun <T> guarded(otherwise: T, call: () -> T): T = try {
        call()
    } catch (error: LiveException) {
        if (error is LiveException.Ended || error is LiveException.Broken) throw error
        tell(error.textKey(), (error as? LiveException.Blocked)?.checks)
        otherwise
    } catch (error: TakeException) {
        if (error is TakeException.Ended || error is TakeException.Broken) throw error
        tell(error.textKey(), (error as? TakeException.Blocked)?.checks)
        otherwise
    }

    private fun tell(key: String, checks: List<String>?) {
        val broken = checks.orEmpty().map { Broken(it, checkText(it, lang)?.title ?: it) }
        refresh { copy(trouble = lang.trouble(key), broken = broken) }
    }

    private fun refresh(change: Finder.() -> Finder) {
        val changed = finder.change()
        if (changed != finder) show(changed)
        finder = changed
    }

    private companion object {
        val NO_PLANE: java.nio.ByteBuffer = java.nio.ByteBuffer.allocateDirect(0)
    }
}
