// Sentences for the student, one after the other.

package xueying.shell

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import xueying.core.Lang

/** Speaks in turn: a sentence is never broken off by the next, and of those that wait only the newest is still true. */
class Speech(scope: CoroutineScope, private val voice: Voice, private val lang: Lang) {
    private val waiting = Channel<String>(Channel.CONFLATED)
    private val speaker = scope.launch { for (sentence in waiting) voice.speak(sentence, lang) }

    fun say(sentence: String) {
        waiting.trySend(sentence)
    }

    /** Says nothing more. */
    fun stop() {
        speaker.cancel()
        voice.silence()
    }
}
