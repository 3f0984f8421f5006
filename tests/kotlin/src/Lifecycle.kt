// What no scenario says: objects closed twice, used after their close, called from many threads; a key of the platform.

import com.google.gson.JsonParser
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import xueying.core.*

/** A key as AndroidKeyStore gives it. */
class PlatformKey : Signer {
    private val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.genKeyPair()

    override fun sign(message: ByteArray): ByteArray = with(Signature.getInstance("SHA256withECDSA")) {
        initSign(pair.private)
        update(message)
        sign()
    }

    override fun publicKey(): ByteArray {
        val point = (pair.public as ECPublicKey).w
        val bytes = { number: java.math.BigInteger -> ByteArray(32) { i -> number.shiftRight(8 * (31 - i)).toByte() } }
        return byteArrayOf(4) + bytes(point.affineX) + bytes(point.affineY)
    }

    fun verifies(message: String, signature: String): Boolean = with(Signature.getInstance("SHA256withECDSA")) {
        initVerify(pair.public)
        update(message.toByteArray())
        verify(signature.chunked(2).map { it.toInt(16).toByte() }.toByteArray())
    }
}

private fun closedTwice(tools: Tools) {
    val session = Session(tools, Source.SIMULATED, order(tools, SessionMode.REHEARSAL))
    session.live.end()
    session.live.end()
    expect(coded { session.live.recording() }.error, null, "the recording after the end")
    session.close()
    session.close()
    val used = runCatching { session.live.recording() }.exceptionOrNull()
    expect(used is IllegalStateException, true, "used after its close: $used")
}

private fun manyThreads(tools: Tools) {
    val session = Session(tools, Source.SIMULATED, order(tools, SessionMode.REHEARSAL))
    val bytes = picture("good.nv21")
    val threads = Executors.newFixedThreadPool(8)
    val work = List(8) { thread ->
        Callable {
            val frame = nv21(bytes)
            List(12) { round ->
                val time = (round * 8L + thread + 1) * 10_000_000
                session.push(frame, FrameFacts("0", Facing.REAR, time.toULong())).first
            }
        }
    }
    val answers = threads.invokeAll(work).flatMap { it.get() }
    session.live.end()
    threads.shutdown()
    val known = setOf("ok", "busy", "frame_clock_went_back", "frame_repeated", "frame_too_soon")
    expect(answers.toSet() - known, setOf<String>(), "answers to many threads")
    expect("ok" in answers && "busy" in answers, true, "looked at and busy among ${answers.toSet()}")
}

private fun platformKey(tools: Tools) {
    val key = PlatformKey()
    val phone = Phone()
    val plan = chooseCamera(listOf(Lens("0", Facing.REAR)), Source.SIMULATED, SessionMode.REHEARSAL).plan
    val code = SessionCode.parse("25103003", tools.profile)
    val setup = LiveSetup(tools.models, tools.profile, plan, CaptureOrder.rehearsal(code, "nonce"), 33u)
    val live = LiveSession.open(setup, Ports(key, phone, phone))
    val frame = nv21(picture("good.nv21"))
    for (i in 1..10) {
        val facts = FrameFacts("0", Facing.REAR, i.toULong() * 66_666_667uL)
        live.pushFrame(facts, frame.shape, frame.first, frame.second, NOTHING)
    }
    val still = StillFile(picture("good.jpg"), "0", Facing.REAR, 700_000_000uL)
    val envelope = JsonParser.parseString(live.take(listOf(still)).envelope()).asJsonObject
    expect(key.verifies(envelope.text("manifest"), envelope.text("signature")), true, "the platform's own verdict")
    expect(key.publicKey().size, 65, "the public key")
}

private fun heapBuffers(tools: Tools) {
    val shape = FrameShape(8u, 8u, PixelLayout.Luma(8u), Rotation.NONE, false)
    val refused = runCatching { CodeScanner(Phone()).pushFrame(shape, java.nio.ByteBuffer.allocate(64)) }
    expect(refused.exceptionOrNull() is IllegalArgumentException, true, "a heap buffer: $refused")
}

/** How many of them failed. */
fun lifecycle(tools: Tools): Int {
    val all = listOf(::closedTwice, ::manyThreads, ::platformKey, ::heapBuffers)
    val failed = all.count { run ->
        try {
            run(tools)
            false
        } catch (error: Failed) {
            println("FAILED ${run.name}: ${error.message}")
            true
        }
    }
    println("lifecycle: ${all.size} cases")
    return failed
}
