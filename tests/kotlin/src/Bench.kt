// What pushing a frame costs from Kotlin: `BenchKt MODELS FRAMES` prints milliseconds of processor time, one for each frame.

import java.lang.management.ManagementFactory
import xueying.core.*

fun main(arguments: Array<String>) {
    val (models, frames) = arguments
    val tools = Tools(models)
    val session = Session(tools, Source.SIMULATED, order(tools, SessionMode.REHEARSAL))
    val frame = nv21(picture("full.nv21"), width = 1920, height = 1080)
    val thread = ManagementFactory.getThreadMXBean()
    val lens = mapOf("looked_at" to "0", "refused" to "1")
    val costs = lens.mapValues { mutableListOf<Double>() }
    for (i in 1..frames.toInt()) {
        for ((kind, id) in lens) {
            val facts = FrameFacts(id, Facing.REAR, i.toULong() * 66_666_667uL)
            val start = thread.currentThreadCpuTime
            val (answer, _) = session.push(frame, facts)
            costs.getValue(kind) += (thread.currentThreadCpuTime - start) / 1e6
            expect(answer, if (kind == "refused") "frame_wrong_lens" else "ok", "frame $i")
        }
    }
    println(com.google.gson.Gson().toJson(costs))
    session.close()
}
