// The shell's voice: Android's text to speech.

package xueying.app

import android.content.Context
import android.speech.tts.TextToSpeech
import android.speech.tts.UtteranceProgressListener
import java.util.Locale
import kotlin.coroutines.resume
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.suspendCancellableCoroutine
import xueying.core.Lang
import xueying.shell.Voice

class Speaker(context: Context) : Voice {
    private val ready = CompletableDeferred<Boolean>()
    private val engine = TextToSpeech(context) { status -> ready.complete(status == TextToSpeech.SUCCESS) }

    /** A phone without a voice for the language stays silent: everything is on the screen too. */
    override suspend fun speak(sentence: String, lang: Lang) {
        val locale = if (lang == Lang.ZH) Locale.SIMPLIFIED_CHINESE else Locale.ENGLISH
        if (!ready.await() || engine.setLanguage(locale) < TextToSpeech.LANG_AVAILABLE) return
        suspendCancellableCoroutine { waiting ->
            engine.setOnUtteranceProgressListener(object : UtteranceProgressListener() {
                override fun onStart(id: String) = Unit

                override fun onDone(id: String) = end()

                @Deprecated("Android calls it before it calls the one with a code")
                override fun onError(id: String) = end()

                override fun onStop(id: String, interrupted: Boolean) = end()

                private fun end() {
                    if (waiting.isActive) waiting.resume(Unit)
                }
            })
            val accepted = engine.speak(sentence, TextToSpeech.QUEUE_FLUSH, null, sentence)
            if (accepted != TextToSpeech.SUCCESS) waiting.resume(Unit)
        }
    }

    override fun silence() {
        engine.stop()
    }
}
