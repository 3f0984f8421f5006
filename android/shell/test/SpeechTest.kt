package xueying.shell

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.*
import xueying.core.Lang

class SpeechTest {
    @Test
    fun `sentences are spoken to their end, and of those that wait only the newest`() = runBlocking {
        val heard = mutableListOf<String>()
        val voice = object : Voice {
            override suspend fun speak(sentence: String, lang: Lang) {
                heard += sentence
                delay(50)
                heard += "end of $sentence"
            }

            override fun silence() {
                heard += "silence"
            }
        }
        val speech = Speech(this, voice, Lang.ZH)
        speech.say("a")
        delay(10)
        listOf("b", "c", "d").forEach(speech::say)
        delay(150)
        speech.stop()
        assertEquals(listOf("a", "end of a", "d", "end of d", "silence"), heard)
    }
}
