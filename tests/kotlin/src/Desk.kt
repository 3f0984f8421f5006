// The scenarios of the procedure: which screen follows on what, and which errands.

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.nio.file.Files
import java.nio.file.Path
import xueying.core.*

/** Where the service of the scenarios puts an upload. */
private const val UPLOAD = "/v1/uploads/u1"
private val PHOTO = JsonParser.parseString(
    """{"photo":"p000000000000001","enrolment":"e000000000000001","state":"calibrating","reasons":[]}"""
)

/** A request that was sent and not answered. */
private class Sent(val ticket: ULong, val request: ServiceRequest) {
    val key = "${request.method} ${request.path}"
    val isUpload = "/uploads" in request.path
}

/** A device, and a service that answers as the scenario says. */
class Device(private val tools: Tools, private val folder: Path) : AutoCloseable {
    private val phone = Phone()
    private val sent = mutableListOf<Sent>()
    private var wake = 0uL to 0uL
    private var order: CaptureOrder? = null
    private var consent = "0".repeat(64)
    private var received = 0
    var desk = open()
        private set

    private fun open() =
        Desk.open(DeskSetup(folder.toString(), tools.profile, phone), Ports(phone, phone, phone))

    override fun close() = desk.close()

    /** What happens at a step; the names of the errands that follow. */
    fun happen(event: JsonElement): List<String> = when {
        event.isJsonObject -> note(told(event.asJsonObject))
        event.asString == "taken" -> note(desk.taken(photo()))
        event.asString == "woken" -> {
            phone.later += wake.second
            note(desk.woken(wake.first))
        }
        event.asString == "resumed" -> note(desk.resumed())
        event.asString == "reopened" -> note(reopened())
        event.asString == "carried" -> carry()
        else -> throw Failed("no event $event")
    }

    private fun reopened(): List<Errand> {
        desk.end()
        expect(coded { desk.resumed() }.error, "desk_closed", "after its end")
        sent.clear()
        order = null
        desk = open()
        return desk.begin()
    }

    private fun told(event: JsonObject): List<Errand> {
        val (name, value) = event.entrySet().first()
        return when (name) {
            "act" -> desk.act(value(value.asString))
            "tick" -> desk.tick(value.asInt.toUInt())
            "typed" -> desk.typed(value.asString)
            "camera" -> desk.camera(value(value.asJsonArray[0].asString), value(value.asJsonArray[1].asString))
            "notifications" -> desk.notifications(value.asBoolean)
            "saved" -> desk.saved(value.asBoolean)
            "break" -> listOf<Errand>().also { phone.broken = value.asString }
            "reply" -> {
                val to = sent.find { it.key == value.asString } ?: throw Failed("no ${value.asString}")
                sent.remove(to)
                desk.replied(to.ticket, reply(event))
            }
            else -> throw Failed("no event $event")
        }
    }

    /** The reply of a scenario; none where nobody answers. */
    private fun reply(said: JsonObject): ServiceReply? {
        val body = said.optional("body")
        val bytes = when {
            body == null -> ByteArray(0)
            !body.isJsonPrimitive -> body.toString().replace("\$consent", consent).toByteArray()
            body.asString == "\$portrait" -> byteArrayOf(-1, -40, -1, -39)
            else -> body.asString.toByteArray()
        }
        val headers = said.entries("headers").map { HttpHeader(it.key, it.value.asString) }
        return said.get("status").asInt.takeIf { it != 0 }?.let { ServiceReply(it.toUShort(), headers, bytes) }
    }

    /** The service takes the photo: it answers every word about it, until there is none. */
    private fun carry(): List<String> {
        val done = mutableListOf<String>()
        while (true) {
            val word = sent.find { it.isUpload } ?: return done
            sent.remove(word)
            val errands = desk.replied(word.ticket, uploaded(word.request))
            done += note(errands).filter { "/uploads" !in it }
        }
    }

    private fun uploaded(request: ServiceRequest): ServiceReply {
        if (request.method == "PATCH") received += request.body?.size ?: 0
        return when (request.method) {
            "POST" -> ServiceReply(201u, listOf(HttpHeader("Location", UPLOAD)), ByteArray(0))
            "PUT" -> ServiceReply(200u, listOf(), PHOTO.toString().toByteArray())
            "DELETE" -> ServiceReply(204u, listOf(), ByteArray(0))
            else -> ServiceReply(200u, listOf(HttpHeader("Upload-Offset", "$received")), ByteArray(0))
        }
    }

    /** Remembers errands; their names. */
    private fun note(errands: List<Errand>): List<String> = errands.map { errand ->
        when (errand) {
            is Errand.Send -> note(Sent(errand.ticket, errand.request))
            is Errand.Wake -> "wake".also { wake = errand.ticket to errand.afterMs }
            is Errand.OpenCamera -> "open_camera".also { order = errand.order }
            is Errand.CloseCamera -> "close_camera"
            is Errand.AskCamera -> "ask_camera"
            is Errand.OpenSettings -> "open_settings"
            is Errand.AskNotifications -> "ask_notifications"
            is Errand.Save -> "save"
        }
    }

    private fun note(now: Sent): String {
        if (now.request.method == "PUT" && now.request.path.endsWith("/consent")) {
            consent = JsonParser.parseString(now.request.body!!.decodeToString()).asJsonObject.text("text")
        }
        sent.removeAll { it.ticket == now.ticket }
        sent += now
        return now.key
    }

    /** The photo of the last order. */
    private fun photo(): SealedPhoto =
        Session(tools, Source.SIMULATED, order ?: throw Failed("the camera was not opened")).use { session ->
            session.photo().also { session.live.end() }
        }
}

/** All cases of a set by their names. */
private val CASES by lazy { scenarios("procedure").associateBy { it.text("name") } }

fun procedure(case: JsonObject, tools: Tools) {
    val folder = Files.createTempDirectory("desk")
    Device(tools, folder).use { go(case, it) }
    folder.toFile().deleteRecursively()
}

/** The case that comes before, if there is one, then the steps of this one. */
private fun go(case: JsonObject, device: Device) {
    case.optionalText("from")?.let { go(CASES.getValue(it), device) }
    for (step in case.list("steps").map { it.asJsonObject }) {
        val done = device.happen(step.get("event"))
        val view = device.desk.view(Lang.ZH)
        val found = listOf(word(view.screen), done, view.waiting, view.notice != null)
        val notice = step.optional("notice")?.asBoolean ?: false
        val wanted = listOf(step.text("screen"), step.texts("do"), step.get("waits").asBoolean, notice)
        expect(found, wanted, "${step.get("event")}")
    }
}
