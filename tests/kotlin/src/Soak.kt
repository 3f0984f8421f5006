// Frames without end: memory must not grow. `SoakKt MODELS FRAMES` fails where it does.

import java.io.File
import kotlin.system.exitProcess
import xueying.core.*

/** So much may the resident size grow after the first fifth of the frames. */
private const val MOST_GROWTH = 1.05

private fun residentKilobytes(): Long {
    System.gc()
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }
    return line.filter { it.isDigit() }.toLong()
}

fun main(arguments: Array<String>) {
    val (models, frames) = arguments
    val tools = Tools(models)
    val session = Session(tools, Source.SIMULATED, order(tools, SessionMode.REHEARSAL))
    val pictures = listOf("far.nv21", "good.nv21", "left.nv21").map { nv21(picture(it)) }
    val tenth = frames.toInt() / 10
    val sizes = mutableListOf<Long>()
    for (i in 1..frames.toInt()) {
        val facts = FrameFacts("0", Facing.REAR, i.toULong() * 66_666_667uL)
        val (answer, _) = session.push(pictures[i / 50 % pictures.size], facts)
        expect(answer, "ok", "frame $i")
        if (i % tenth == 0) sizes += residentKilobytes()
    }
    session.close()
    val growth = sizes.last().toDouble() / sizes[1]
    println("kotlin: $frames frames, resident kB every tenth of the way $sizes, grown by ${"%.3f".format(growth)}")
    exitProcess(if (growth <= MOST_GROWTH) 0 else 1)
}
