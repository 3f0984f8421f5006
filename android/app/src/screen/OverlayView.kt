// The core's display list over the preview.

package xueying.app.screen

import android.content.Context
import android.graphics.Canvas
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.Path
import android.view.View
import xueying.core.OverlayShape
import xueying.shell.Place
import xueying.shell.strokes

class OverlayView(context: Context) : View(context) {
    private val pen = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeJoin = Paint.Join.ROUND
    }
    private val path = Path()
    private var overlay = listOf<OverlayShape>()

    /** Where the preview lies in this view. */
    var place = Place(0f, 0f, 0f, 0f)

    init {
        // What it shows is said in words beside it.
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun show(overlay: List<OverlayShape>) {
        this.overlay = overlay
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        for (stroke in strokes(overlay, place)) {
            path.rewind()
            path.moveTo(stroke.points[0], stroke.points[1])
            for (i in 2 until stroke.points.size step 2) path.lineTo(stroke.points[i], stroke.points[i + 1])
            if (stroke.closed) path.close()
            pen.color = stroke.colour
            pen.strokeWidth = stroke.width
            pen.pathEffect = stroke.dashes?.let { DashPathEffect(it, 0f) }
            canvas.drawPath(path, pen)
        }
    }
}
