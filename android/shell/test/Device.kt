// A device that a scenario of the procedure leads: its service answers, and its person acts, as the scenario says.

package xueying.shell

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.*
import xueying.core.*

/** A question that the scenario answers later. */
private class Question<T>(val name: String) {
    val answer = CompletableDeferred<T>()
}

class Device(private val folder: File) : Service, SystemScreens, Clock, KeyVault {
    private val keys = softwareKeyVault(ByteArray(32) { 9 })

    /** The key store does not answer. */
    @Volatile var isLocked = false
    private val scope = CoroutineScope(Dispatchers.Default)
    private val requests = CopyOnWriteArrayList<Pair<Question<ServiceReply?>, ServiceRequest>>()
    private val questions = CopyOnWriteArrayList<Question<Any>>()
    private val waits = CopyOnWriteArrayList<Question<Unit>>()
    val camera = PictureCamera { ask("ask_camera") }
    val pages = CopyOnWriteArrayList<Page>()

    /** What was asked of the device since it was last looked at. */
    val asked = ConcurrentLinkedQueue<String>()

    /** Whether a wait is part of the scenario's step; any other is over at once. */
    @Volatile var holdsWaits = false
    private var nanos = 0uL
    private var skipped = 0uL
    private var consent = "0".repeat(64)
    private var received = 0
    lateinit var shell: Shell
        private set
    private lateinit var desk: Desk
    private lateinit var run: Job

    /** Opens the shell on what is in the folder. */
    fun open() {
        requests.clear()
        questions.clear()
        waits.clear()
        val ports = Ports(softwareSigner(ByteArray(32) { 7 })!!, this, noLog())
        desk = Desk.open(DeskSetup(folder.path, Tools.profile, this), ports)
        val quiet = object : Voice {
            override suspend fun speak(sentence: String, lang: Lang) = Unit

            override fun silence() = Unit
        }
        val phone = Phone(Platform.ANDROID, camera, quiet, { }, this, this, ::wait, ports)
        shell = Shell(desk, phone, Tools.kit, Lang.ZH)
        shell.attach(pages::add)
        run = scope.launch { shell.run() }
    }

    suspend fun close() {
        run.cancelAndJoin()
        desk.end()
    }

    override suspend fun send(request: ServiceRequest): ServiceReply? {
        val name = "${request.method} ${request.path}"
        if (name.startsWith("PUT") && name.endsWith("/consent")) {
            consent = JsonParser.parseString(request.body!!.decodeToString()).asJsonObject["text"].asString
        }
        val question = Question<ServiceReply?>(name)
        requests += question to request
        asked += name
        return question.answer.await()
    }

    override suspend fun openSettings() {
        ask<Permission>("open_settings")
    }

    override suspend fun mayNotify(): Boolean = ask("ask_notifications")

    override suspend fun save(jpeg: ByteArray): Boolean = ask("save")

    override fun wrap(key: ByteArray, context: ByteArray) = unlocked().wrap(key, context)

    override fun unwrap(wrapped: ByteArray, context: ByteArray) = unlocked().unwrap(wrapped, context)

    private fun unlocked(): KeyVault = if (isLocked) throw KeyVaultException.Locked() else keys

    override fun monotonicNanos(): ULong {
        nanos += 1_000_000uL
        return nanos + skipped * 1_000_000uL
    }

    override fun wallMillis() = 1_790_000_000_000uL + skipped

    private suspend fun wait(millis: ULong) {
        if (!holdsWaits) return
        val question = Question<Unit>("wake")
        waits += question
        asked += question.name
        question.answer.await()
        skipped += millis
    }

    @Suppress("UNCHECKED_CAST")
    private suspend fun <T : Any> ask(name: String): T {
        val question = Question<Any>(name)
        questions += question
        asked += name
        return question.answer.await() as T
    }

    /** The person, or the system, answers the question that is open. */
    fun answer(value: Any) {
        questions.removeAt(0).answer.complete(value)
    }

    /** The time is over that was waited for last. */
    fun wake() {
        waits.removeAt(waits.lastIndex).answer.complete(Unit)
    }

    /** The service answers a request. */
    fun reply(event: JsonObject) {
        val name = event["reply"].asString
        val found = requests.first { it.first.name == name }
        requests.remove(found)
        found.first.answer.complete(reply(event["status"].asInt, event["body"], event["headers"]))
    }

    /** The service answers everything about an upload that is asked at the moment. */
    fun carry() {
        for (found in requests.filter { "/uploads" in it.second.path }) {
            requests.remove(found)
            val (question, request) = found
            if (request.method == "PATCH") received += request.body!!.size
            val offset = mapOf("Upload-Offset" to "$received")
            question.answer.complete(
                when (request.method) {
                    "POST" -> plain(201, mapOf("Location" to "/v1/uploads/u1"))
                    "PUT" -> plain(200, mapOf(), PHOTO)
                    "DELETE" -> plain(204, mapOf())
                    else -> plain(200, offset)
                }
            )
        }
    }

    private fun reply(status: Int, body: JsonElement?, headers: JsonElement?): ServiceReply? {
        if (status == 0) return null
        val named = headers?.asJsonObject?.entrySet().orEmpty().associate { it.key to it.value.asString }
        val text = body?.takeUnless { it.isJsonNull }
        if (text?.isJsonPrimitive == true && text.asString == "\$portrait") {
            return plain(status, named).copy(body = byteArrayOf(-1, -40, -1, -39))
        }
        val plain = if (text?.isJsonPrimitive == true) text.asString else text?.toString().orEmpty()
        return plain(status, named, plain.replace("\$consent", consent))
    }

    private fun plain(status: Int, headers: Map<String, String>, body: String = "") =
        ServiceReply(status.toUShort(), headers.map { HttpHeader(it.key, it.value) }, body.toByteArray())

    private companion object {
        const val PHOTO = """{"photo": "p000000000000001", "enrolment": "e000000000000001", "state": "calibrating", "reasons": []}"""
    }
}
