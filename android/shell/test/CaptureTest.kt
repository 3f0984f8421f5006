package xueying.shell

import java.util.concurrent.CopyOnWriteArrayList
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.*
import xueying.core.*

class CaptureTest {
    /** What the helper and the student noticed. */
    private class People : Voice, Touch {
        val shown = CopyOnWriteArrayList<Finder>()
        val heard = CopyOnWriteArrayList<String>()
        val felt = CopyOnWriteArrayList<Haptic>()

        override suspend fun speak(sentence: String, lang: Lang) {
            heard += sentence
        }

        override fun silence() = Unit

        override fun feel(haptic: Haptic) {
            felt += haptic
        }
    }

    private val people = People()
    private val camera = PictureCamera()

    /** Runs a capture while [scene] shows pictures; the photo, if one comes of it. */
    private fun capture(scene: suspend (Capture) -> Unit): SealedPhoto? = runBlocking(Dispatchers.Default) {
        val session = session()
        val speech = Speech(this, people, Lang.EN)
        val capture = Capture(session, camera, speech, people, Lang.EN, people.shown::add)
        camera.open(chooseCamera(camera.lenses(), camera.source, SessionMode.REHEARSAL).plan.facts(), capture::push)
        val photo = async { capture.run() }
        try {
            scene(capture)
            withTimeoutOrNull(500) { photo.await() }
        } finally {
            photo.cancelAndJoin()
            speech.stop()
            camera.close()
            session.end()
        }
    }

    /** Shows a picture so many times, each after the one before was looked at, until [enough]. */
    private suspend fun show(name: String, times: Int, enough: () -> Boolean = { false }) {
        val bytes = picture(name)
        for (i in 1..times) {
            if (enough()) return
            camera.show(bytes)
            withTimeout(5_000) { while (camera.lent.get() > 0) delay(1) }
        }
    }

    private fun said(key: String) = text(key, Lang.EN)!!

    @Test
    fun `a good picture becomes a sealed photo`() {
        val photo = capture { show("good.nv21", 60) }
        val report = assertNotNull(photo, "${people.shown.lastOrNull()}").report()
        assertTrue(report.verdict() in setOf(Verdict.PASS, Verdict.WARN))
        assertTrue(people.shown.all { it.trouble.isEmpty() })
        assertTrue(people.felt.isNotEmpty())
        assertEquals(0, camera.lent.get(), "every frame was given back")
    }

    @Test
    fun `who sees nobody is told so, and the photo does not come`() {
        val photo = capture { show("wall.nv21", 30) }
        assertNull(photo)
        assertEquals(said("guide.helper.face_count.low"), people.shown.last().hint)
    }

    @Test
    fun `the student hears what to do, in turn`() {
        capture { show("tilted.nv21", 60) { people.heard.isNotEmpty() } }
        assertTrue(people.heard.isNotEmpty())
        assertTrue(people.heard.all { it.isNotBlank() })
    }

    @Test
    fun `the shutter is blocked while something is wrong, and says by what`() {
        capture { capture ->
            show("far.nv21", 5)
            capture.press()
            withTimeout(5_000) { while (people.shown.none { it.trouble.isNotEmpty() }) delay(1) }
        }
        assertEquals(said("errors.session_blocked.message"), people.shown.last().trouble.first())
    }

    @Test
    fun `stills of something else are refused, and the session goes on to a photo`() {
        camera.stills = "elsewhere.jpg"
        val photo = capture {
            show("good.nv21", 60) { people.shown.any { it.trouble.isNotEmpty() } }
            camera.stills = "good.jpg"
            show("good.nv21", 60)
        }
        val told = people.shown.map { it.trouble }.first { it.isNotEmpty() }
        assertEquals(listOf("message", "advice").map { said("errors.take_not_linked.$it") }, told)
        assertNotNull(photo)
    }

    @Test
    fun `a rule is handed in with a reason, and not without`() {
        capture { capture ->
            val rule = Broken("head_yaw", "")
            capture.giveReason(rule, " ")
            withTimeout(5_000) { while (people.shown.isEmpty()) delay(1) }
            assertEquals(said("errors.session_not_overridable.message"), people.shown.last().trouble.first())
            capture.giveReason(rule, "a stiff neck")
            withTimeout(5_000) { while (people.shown.last().trouble.isNotEmpty()) delay(1) }
        }
    }

    @Test
    fun `of frames that come too fast only the newest is looked at, and all are given back`() {
        capture {
            val bytes = picture("far.nv21")
            repeat(200) { camera.show(bytes) }
            assertTrue(camera.lent.get() <= 2, "${camera.lent.get()} frames are kept")
            withTimeout(5_000) { while (camera.lent.get() > 0) delay(1) }
        }
        assertEquals(0, camera.lent.get())
    }
}
