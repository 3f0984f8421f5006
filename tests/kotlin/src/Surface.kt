// What the runners share: scenarios by name, their words as the surface's values, ports that break when told to.

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.nio.ByteBuffer
import xueying.core.*

val FILES = File(System.getenv("XUEYING_SCENARIOS"))

fun scenarios(name: String): List<JsonObject> =
    JsonParser.parseString(File("tests/scenarios/$name.json").readText()).asJsonArray.map { it.asJsonObject }

fun picture(name: String): ByteArray = FILES.resolve(name).readBytes()

/** Bytes as the core borrows them: outside the heap. */
fun lent(bytes: ByteArray, from: Int = 0, to: Int = bytes.size): ByteBuffer =
    ByteBuffer.allocateDirect(to - from).put(bytes, from, to - from).flip()

/** The value of an enum by its name in the scenarios. */
inline fun <reified E : Enum<E>> value(word: String): E = enumValueOf(word.uppercase())

/** The name of a value in the scenarios. */
fun word(value: Enum<*>?): String? = value?.name?.lowercase()

fun JsonObject.text(name: String): String = get(name).asString

fun JsonObject.optional(name: String): JsonElement? = get(name)?.takeUnless { it.isJsonNull }

fun JsonObject.optionalText(name: String): String? = optional(name)?.asString

fun JsonObject.number(name: String, usual: Long): Long = optional(name)?.asLong ?: usual

fun JsonObject.list(name: String): List<JsonElement> = (optional(name) as JsonArray?)?.toList() ?: listOf()

fun JsonObject.texts(name: String): List<String> = list(name).map { it.asString }

fun JsonObject.entries(name: String): Map<String, JsonElement> =
    (optional(name) as JsonObject?)?.entrySet()?.associate { it.key to it.value } ?: mapOf()

/** A lens as the scenarios describe it. */
fun lens(fields: JsonObject): Lens {
    val sizes = { name: String ->
        fields.list(name).map { Size(it.asJsonArray[0].asInt.toUInt(), it.asJsonArray[1].asInt.toUInt()) }
    }
    return Lens(
        id = fields.text("id"),
        facing = value(fields.text("facing")),
        label = fields.optionalText("label") ?: "",
        fieldOfView = fields.optional("field_of_view")?.asDouble,
        focalLengths = fields.list("focal_lengths").map { it.asDouble },
        sensorWidth = fields.optional("sensor_width")?.asDouble,
        physicalIds = fields.texts("physical_ids"),
        capabilities = fields.texts("capabilities").map { value<Capability>(it) },
        previewSizes = sizes("preview_sizes"),
        stillSizes = sizes("still_sizes"),
    )
}

/** The clock, the key, the key store and the log of a phone. Every look at the clock finds a millisecond gone; each breaks when told to. */
class Phone : Clock, Signer, KeyVault, LogSink {
    @Volatile var broken: String? = null
    private var nanos = 0uL
    private val key = softwareSigner(ByteArray(32) { 7 })!!
    private val keys = softwareKeyVault(ByteArray(32) { 9 })

    private fun check(port: String) = check(broken != port) { "the $port is broken" }

    override fun monotonicNanos(): ULong {
        check("clock")
        nanos += 1_000_000uL
        return nanos
    }

    /** How many milliseconds the wall clock was set forward. */
    var later = 0uL

    override fun wallMillis() = 1_790_000_000_000uL + later

    override fun sign(message: ByteArray): ByteArray {
        check("signer")
        return key.sign(message)
    }

    override fun publicKey() = key.publicKey()

    override fun wrap(key: ByteArray, context: ByteArray): ByteArray {
        check("keys")
        return keys.wrap(key, context)
    }

    override fun unwrap(wrapped: ByteArray, context: ByteArray): ByteArray {
        check("keys")
        return keys.unwrap(wrapped, context)
    }

    override fun log(level: LogLevel, code: String, details: String) = check("log")
}

/** What a call gives, or the code of its error. */
class Coded<T>(val value: T?, val error: String?)

fun <T> coded(call: () -> T): Coded<T> = try {
    Coded(call(), null)
} catch (error: InternalException) {
    Coded(null, "internal")
} catch (error: Exception) {
    val (code, key) = told(error)
    check(text(key, Lang.ZH) != null) { key }
    Coded(null, code)
}

private fun told(error: Exception): Pair<String, String> = when (error) {
    is CodeException -> error.code() to error.textKey()
    is ScanException -> error.code() to error.textKey()
    is PhotoException -> error.code() to error.textKey()
    is PortraitException -> error.code() to error.textKey()
    is LiveException -> error.code() to error.textKey()
    is TakeException -> error.code() to error.textKey()
    is ReplayException -> error.code() to error.textKey()
    is ModelException -> error.code() to error.textKey()
    is DeskException -> error.code() to error.textKey()
    is OrderException -> error.code() to error.textKey()
    else -> throw error
}

class Failed(message: String) : Exception(message)

fun expect(found: Any?, wanted: Any?, what: String) {
    if (found != wanted) throw Failed("$what: $found instead of $wanted")
}
