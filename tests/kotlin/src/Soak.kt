// Frames without end: memory must not grow. `SoakKt MODELS FRAMES` prints the resident size in kB every tenth of the way.

import java.io.File
import xueying.core.*

private fun residentKilobytes(): Long {
    System.gc()
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }
    return line.filter { it.isDigit() }.toLong()
}

fun main(arguments: Array<String>) {
    val (models, frames) = arguments
    val session = Session(Tools(models), "simulated", "rehearsal")
    val pictures = listOf("far.nv21", "good.nv21", "left.nv21").map { nv21(picture(it)) }
    val tenth = frames.toInt() / 10
    for (i in 1..frames.toInt()) {
        val facts = FrameFacts("0", Facing.REAR, i.toULong() * 66_666_667uL)
        val (answer, _) = session.push(pictures[i / 50 % pictures.size], facts)
        expect(answer, "ok", "frame $i")
        if (i % tenth == 0) println("""{"frames": $i, "resident_kb": ${residentKilobytes()}}""")
    }
    session.close()
}
