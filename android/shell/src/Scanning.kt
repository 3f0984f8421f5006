// A code, from the first frame to its text.

package xueying.shell

import kotlinx.coroutines.channels.Channel
import xueying.core.*

/** Looks for a code in the newest frame, again and again. */
class Scanning(clock: Clock, private val lang: Lang, private val show: (Finder) -> Unit) {
    private val scanner = CodeScanner(clock)
    private val frames = Channel<Frame>(Channel.CONFLATED, onUndeliveredElement = Frame::close)

    /** Takes a frame from the camera. */
    fun push(frame: Frame) {
        if (frames.trySend(frame).isFailure) frame.close()
    }

    /** The text of the first code that is read. */
    suspend fun run(): String {
        try {
            for (frame in frames) {
                val scan = frame.use { scanner.pushFrame(it.shape, it.planes[0]) }
                show(Finder(hint = scan.hint?.let { lang.word(it.textKey) }))
                scan.codes.firstOrNull()?.let { return it.text() }
            }
            throw CameraTrouble()
        } finally {
            frames.cancel()
            scanner.close()
        }
    }
}
