package xueying.shell

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import kotlin.io.path.createTempDirectory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlinx.coroutines.*
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import xueying.core.*

/** The scenarios of the procedure lead the shell from screen to screen. */
class ProcedureTest {
    private val cases = JsonParser.parseString(File("tests/scenarios/procedure.json").readText()).asJsonArray
        .map { it.asJsonObject }.associateBy { it["name"].asString }

    /** The steps of the cases that come before, then its own. */
    private fun steps(case: JsonObject): List<JsonObject> =
        case["from"]?.let { steps(cases.getValue(it.asString)) }.orEmpty() + case["steps"].asJsonArray.map { it.asJsonObject }

    /** Those that another one begins with run as its beginning. */
    private val ends = cases.values.map { it["from"]?.asString }.toSet().let { begun -> cases.filterKeys { it !in begun } }

    @TestFactory
    fun procedure() = ends.values.map { case ->
        DynamicTest.dynamicTest(case["name"].asString) { runBlocking { follow(steps(case)) } }
    }

    @Test
    fun `a code is scanned from the poster, and the camera is closed`() = runBlocking {
        follow(steps(cases.getValue("the phone is bound"))) { device ->
            device.camera.allowed = Permission.NOT_ASKED
            device.shell.scan()
            until("the question") { "ask_camera" in device.asked }
            device.answer(Permission.GRANTED)
            until("the viewfinder") { device.camera.isOpen && device.pages.last().finder != null }
            val poster = picture("poster.luma")
            until("the session's code") {
                device.camera.showLuma(poster)
                "GET /v1/sessions/25103003" in device.asked
            }
            until("the end") { !device.camera.isOpen && device.pages.last().finder == null }
        }
    }

    @Test
    fun `a code is read from a picture, and what is no picture is told`() = runBlocking {
        follow(steps(cases.getValue("the phone is bound"))) { device ->
            device.shell.picture(picture("words.jpg"))
            until("why not") { device.pages.last().trouble.isNotEmpty() }
            device.shell.picture(picture("poster.png"))
            until("the session's code") { "GET /v1/sessions/25103003" in device.asked }
            until("the page") { device.pages.last().trouble.isEmpty() }
        }
    }

    @Test
    fun `who may not use the camera reads why, and who has enough of scanning is back on the page`() = runBlocking {
        follow(steps(cases.getValue("the phone is bound"))) { device ->
            device.camera.allowed = Permission.RESTRICTED
            device.shell.scan()
            until("the question") { "ask_camera" in device.asked }
            device.answer(Permission.RESTRICTED)
            val why = text("camera.permission.restricted", Lang.ZH)
            until("why not") { device.pages.last().trouble == listOf(why) }
            device.camera.allowed = Permission.GRANTED
            device.shell.scan()
            until("the viewfinder") { device.camera.isOpen && device.pages.last().trouble.isEmpty() }
            device.shell.leave()
            until("the page") { !device.camera.isOpen && device.pages.last().finder == null }
        }
    }

    @Test
    fun `a phone on its side shows the reason alone, and turned back the page`() = runBlocking {
        follow(steps(cases.getValue("the phone is bound"))) { device ->
            device.shell.turned(true)
            until("the reason") { device.pages.last().turn == text("guide.helper.device_tilt", Lang.ZH) }
            device.shell.turned(false)
            until("the page") { device.pages.last().turn == null }
        }
    }

    private suspend fun follow(steps: List<JsonObject>, then: suspend (Device) -> Unit = { }) {
        val folder = createTempDirectory("desk").toFile()
        val device = Device(folder.resolve("desk")).apply { open() }
        try {
            until("the first page") { device.pages.isNotEmpty() }
            steps.forEachIndexed { i, step -> take(device, step, steps.getOrNull(i + 1)) }
            val wanted = listOf("welcome") + steps.map { it["screen"].asString }
            val seen = device.pages.map { it.view.screen.name.lowercase() }
            assertEquals(inTurn(wanted), inTurn(seen))
            then(device)
        } finally {
            device.close()
            folder.deleteRecursively()
        }
    }

    /** Without what repeats itself. */
    private fun inTurn(screens: List<String>) = screens.filterIndexed { i, screen -> i == 0 || screens[i - 1] != screen }

    private suspend fun take(device: Device, step: JsonObject, next: JsonObject?) {
        val wanted = step["do"].asJsonArray.map { it.asString }
        val event = step["event"]
        // The shell looks by itself whether the camera is allowed, and is at the next step at once where it is not.
        val looksItself = "open_camera" in wanted && next?.let(::permission) != null
        if (looksItself) device.camera.allowed = permission(next!!)!!
        device.holdsWaits = "wake" in wanted
        device.asked.clear()
        when {
            event.isJsonObject -> happen(device, event.asJsonObject)
            event.asString == "taken" -> { }
            event.asString == "carried" -> { }
            event.asString == "woken" -> device.wake()
            event.asString == "resumed" -> device.shell.resumed()
            event.asString == "reopened" -> device.run { close(); open() }
            else -> error("no event $event")
        }
        val errands = wanted.filterNot { it in CAMERA }.sorted()
        if (!looksItself) until("$step") {
            if (event.isJsonPrimitive && event.asString == "taken") device.camera.show(GOOD)
            if (event.isJsonPrimitive && event.asString == "carried") device.carry()
            met(device, step, errands)
        }
    }

    private suspend fun until(what: String, met: () -> Boolean) =
        assertNotNull(withTimeoutOrNull(20_000) { while (!met()) delay(2) }, what)

    private suspend fun happen(device: Device, event: JsonObject) {
        val shell = device.shell
        when {
            event.has("reply") -> device.reply(event)
            event.has("break") -> device.isLocked = event["break"].asString == "keys"
            event.has("act") -> {
                val action = Action.valueOf(event["act"].asString.uppercase())
                // A person taps on what they see; a scenario on more than that.
                withTimeoutOrNull(500) { while (!offers(device, action)) delay(2) }
                shell.act(action)
            }
            event.has("tick") -> shell.tick(event["tick"].asInt)
            event.has("typed") -> shell.type(event["typed"].asString)
            event.has("notifications") -> device.answer(event["notifications"].asBoolean)
            event.has("saved") -> device.answer(event["saved"].asBoolean)
            event.has("camera") -> permission(event)?.let {
                if (device.camera.allowed != it) {
                    device.camera.allowed = it
                    device.answer(it)
                }
            }
            else -> error("no event $event")
        }
    }

    private fun offers(device: Device, action: Action) = device.pages.last().view.actions.any { it.action == action }

    private fun permission(step: JsonObject): Permission? {
        val event = if (step.has("event")) step["event"] else step
        val camera = (event as? JsonObject)?.get("camera") as JsonArray?
        return camera?.let { Permission.valueOf(it[0].asString.uppercase()) }
    }

    private fun met(device: Device, step: JsonObject, errands: List<String>): Boolean {
        val page = device.pages.lastOrNull() ?: return false
        val carried = step["event"].toString() == "\"carried\""
        val asked = device.asked.filterNot { carried && "/uploads" in it }
        return page.view.screen.name.lowercase() == step["screen"].asString &&
            page.view.waiting == step["waits"].asBoolean &&
            (page.view.notice != null) == (step["notice"]?.asBoolean ?: false) &&
            device.camera.isOpen == (page.view.screen == Screen.CAPTURE) &&
            asked.sorted() == errands
    }

    private companion object {
        val CAMERA = setOf("open_camera", "close_camera")
        val GOOD = picture("good.nv21")
    }
}
