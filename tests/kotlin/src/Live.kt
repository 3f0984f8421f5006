// The scenarios of frames: which of them are looked at, and sessions from the first frame to the photo.

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.nio.ByteBuffer
import xueying.core.*

private val LENS = JsonParser.parseString(
    """{"id": "0", "facing": "rear", "field_of_view": 69.4, "preview_sizes": [[1280, 720]]}"""
).asJsonObject

val NOTHING: ByteBuffer = ByteBuffer.allocateDirect(0)

/** A frame with its planes. */
class Frame(val shape: FrameShape, val first: ByteBuffer, val second: ByteBuffer)

/** A consent, as the service acknowledges it. */
const val RECEIPT = """{"receipt":"r","text":"t","given_at":1}"""

/** A session that runs the steps of a scenario. */
class Session(private val tools: Tools, source: Source, order: CaptureOrder, record: Boolean = false) : AutoCloseable {
    val phone = Phone()
    val live: LiveSession
    private var nanos = 0L

    init {
        val plan = chooseCamera(listOf(lens(LENS)), source, order.mode()).plan
        val setup = LiveSetup(tools.models, tools.profile, plan, order, 33u, record)
        live = LiveSession.open(setup, Ports(phone, phone, phone))
    }

    override fun close() = live.close()

    /** The answer as a word, and the guidance if there is any. */
    fun push(frame: Frame, facts: FrameFacts): Pair<String, Guidance?> {
        val answer = coded { live.pushFrame(facts, frame.shape, frame.first, frame.second, NOTHING) }
        return when (val given = answer.value) {
            null -> answer.error!! to null
            is FrameAnswer.Guided -> "ok" to given.guidance
            is FrameAnswer.Refused -> given.code to null
            is FrameAnswer.Busy -> "busy" to null
        }
    }

    fun run(step: JsonObject) {
        val found: Map<String, Any?> = when (step.text("do")) {
            "push" -> pushAll(step)
            "take" -> take(step)
            "press" -> answer { live.press(nanos.toULong()) }
            "override" -> answer { live.overrideCheck(step.text("check"), step.text("reason")) }
            "replay" -> replay()
            "break" -> mapOf<String, Any?>().also { phone.broken = step.text("port") }
            "end" -> mapOf<String, Any?>().also { live.end() }
            else -> throw Failed("no step $step")
        }
        for ((field, wanted) in step.entries("expect")) {
            val plain = if (wanted.asJsonPrimitive.isBoolean) wanted.asBoolean else wanted.asString
            val value = found[field]
            val met = if (value is Set<*>) plain in value else value == plain
            if (!met) throw Failed("$step: $found")
        }
    }

    private fun pushAll(step: JsonObject): Map<String, Any?> {
        val frame = nv21(picture(step.text("picture")), step.number("cut", 0).toInt())
        val shown = mutableSetOf<String>()
        lateinit var last: Guidance
        for (round in 1..step.number("times", 1)) {
            nanos += step.number("every", 66_666_667)
            val facts = FrameFacts(step.optionalText("lens") ?: "0", Facing.REAR, nanos.toULong())
            val (answer, guidance) = push(frame, facts)
            last = guidance ?: return mapOf("answer" to answer)
            last.show?.let { shown += it.id }
            if (last.event == ShutterEvent.FIRE) break
        }
        return mapOf(
            "answer" to "ok",
            "state" to word(last.state),
            "face" to last.face,
            "fired" to (last.event == ShutterEvent.FIRE),
            "arrow" to last.overlay.any { it.role == Role.ARROW },
            "shown" to shown,
        )
    }

    /** The photo that a good frame and a good still give. */
    fun photo(): SealedPhoto {
        val frame = nv21(picture("good.nv21"))
        repeat(10) {
            nanos += 66_666_667
            val (answer, _) = push(frame, FrameFacts("0", Facing.REAR, nanos.toULong()))
            expect(answer, "ok", "a good frame")
        }
        val time = (nanos + 100_000_000).toULong()
        return live.take(listOf(StillFile(picture("good.jpg"), "0", Facing.REAR, time)))
    }

    private fun take(step: JsonObject): Map<String, Any?> {
        val time = (nanos + step.number("after", 0)).toULong()
        val lens = step.optionalText("lens") ?: "0"
        val stills = step.texts("stills").map { StillFile(picture(it), lens, Facing.REAR, time) }
        val taken = coded { live.take(stills) }
        val photo = taken.value ?: return mapOf("answer" to taken.error)
        expect("\"signature\"" in photo.envelope() && "25103003" in photo.envelope(), true, "the envelope")
        expect(photo.open(tools.checker).width() > 0u, true, "the photo")
        return mapOf("answer" to "sealed", "verdict" to word(photo.report().verdict()))
    }

    private fun replay(): Map<String, Any?> {
        val replayed = coded { replayRecording(live.recording(), tools.profile) }
        val same = replayed.value?.let { if (it.differs == null) "same" else "differs" }
        return mapOf("answer" to (replayed.error ?: same))
    }

    private fun answer(call: () -> Unit): Map<String, Any?> = mapOf("answer" to (coded(call).error ?: "ok"))
}

/** What a session of a mode is opened for; one that counts needs a consent. */
fun order(tools: Tools, mode: SessionMode): CaptureOrder {
    val code = SessionCode.parse("25103003", tools.profile)
    return when (mode) {
        SessionMode.REHEARSAL -> CaptureOrder.rehearsal(code, "nonce")
        SessionMode.REAL -> CaptureOrder.consented(RECEIPT, mode, code, "nonce")
    }
}

fun live(case: JsonObject, tools: Tools) {
    val record = case.optional("record")?.asBoolean ?: false
    Session(tools, value(case.text("source")), order(tools, value(case.text("mode"))), record).use { session ->
        case.list("steps").forEach { session.run(it.asJsonObject) }
    }
}

fun frameGate(case: JsonObject, tools: Tools) {
    val layout = PixelLayout.Luma(64u)
    val shape = FrameShape(64u, 64u, layout, Rotation.NONE, false)
    val frame = Frame(shape, lent(ByteArray(64 * 64) { 127 }), NOTHING)
    Session(tools, value(case.text("source")), order(tools, SessionMode.REHEARSAL)).use { session ->
        for (fields in case.list("frames").map { it.asJsonObject }) {
            val time = fields.get("time").asBigInteger.toLong().toULong()
            val (answer, _) = session.push(frame, FrameFacts(fields.text("lens"), value(fields.text("facing")), time))
            expect(answer, fields.text("expect"), "$fields")
        }
    }
}

/** The frame of a phone that lies on its side; `cut` bytes are missing at its end. */
fun nv21(bytes: ByteArray, cut: Int = 0, width: Int = 1280, height: Int = 720): Frame {
    val luma = width * height
    val coding = YuvCoding(YuvMatrix.BT601, true)
    val layout = PixelLayout.SemiPlanar(width.toUInt(), width.toUInt(), ChromaOrder.V_THEN_U, coding)
    val shape = FrameShape(width.toUInt(), height.toUInt(), layout, Rotation.QUARTER, false)
    return Frame(shape, lent(bytes, 0, luma), lent(bytes, luma, bytes.size - cut))
}
