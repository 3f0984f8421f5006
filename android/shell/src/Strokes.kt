// The core's display list as lines of pixels, for whatever draws them.

package xueying.shell

import xueying.core.OverlayShape

/** Where the preview lies on the screen, in pixels; it may reach beyond its edges. */
data class Place(val left: Float, val top: Float, val width: Float, val height: Float) {
    companion object {
        /** A preview of these sides that fills a view: the sides keep their ratio, what is too much is cut off evenly. */
        fun filling(view: Pair<Int, Int>, preview: Pair<Int, Int>): Place {
            val scale = maxOf(view.first / preview.first.toFloat(), view.second / preview.second.toFloat())
            val (width, height) = preview.first * scale to preview.second * scale
            return Place((view.first - width) / 2, (view.second - height) / 2, width, height)
        }
    }
}

/** A line to be drawn. */
class Stroke(
    /** x and y in turn, in pixels. */
    val points: FloatArray,
    val closed: Boolean,
    /** In pixels. */
    val width: Float,
    /** What is drawn and what is left out, in pixels; nothing for an unbroken line. */
    val dashes: FloatArray?,
    /** 0xAARRGGBB. */
    val colour: Int,
)

/** The lines of a display list, back to front: each shape is its edge and itself. */
fun strokes(overlay: List<OverlayShape>, place: Place): List<Stroke> = overlay.flatMap { shape ->
    val side = minOf(place.width, place.height)
    val points = shape.points.flatMap { listOf(place.left + it.x * place.width, place.top + it.y * place.height) }
    val dashes = if (shape.dashed) floatArrayOf(3 * shape.width * side, 2 * shape.width * side) else null
    val line = { width: Float, colour: UInt ->
        Stroke(points.toFloatArray(), shape.closed, width * side, dashes, (OPAQUE or colour).toInt())
    }
    listOf(line(shape.edge, 0u), line(shape.width, shape.colour))
}

private const val OPAQUE = 0xff000000u
