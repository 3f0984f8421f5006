package xueying.shell

import java.awt.BasicStroke
import java.awt.Color
import java.awt.RenderingHints
import java.awt.geom.Path2D
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import xueying.core.*

class StrokesTest {
    /** A screen's size, in pixels. */
    private val view = 1080 to 2160

    /** The display list after so many frames of a picture. */
    private fun overlay(name: String, frames: Int): List<OverlayShape> {
        val camera = PictureCamera()
        val session = session()
        var overlay = listOf<OverlayShape>()
        kotlinx.coroutines.runBlocking {
            val plan = chooseCamera(camera.lenses(), camera.source, SessionMode.REHEARSAL).plan
            camera.open(plan.facts()) { frame ->
                val (first, second) = frame.planes
                val none = java.nio.ByteBuffer.allocateDirect(0)
                val answer = session.pushFrame(frame.facts, frame.shape, first, second, none)
                overlay = (answer as FrameAnswer.Guided).guidance.overlay
                frame.close()
            }
        }
        repeat(frames) { camera.show(picture(name)) }
        session.end()
        return overlay
    }

    private fun drawn(strokes: List<Stroke>): BufferedImage {
        val image = BufferedImage(view.first, view.second, BufferedImage.TYPE_INT_RGB)
        val pen = image.createGraphics()
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON)
        pen.color = Color(0x7a8694)
        pen.fillRect(0, 0, image.width, image.height)
        for (stroke in strokes) {
            pen.color = Color(stroke.colour)
            val (cap, join) = BasicStroke.CAP_BUTT to BasicStroke.JOIN_ROUND
            pen.stroke = BasicStroke(stroke.width, cap, join, 10f, stroke.dashes, 0f)
            val path = Path2D.Float()
            stroke.points.toList().chunked(2).forEachIndexed { i, (x, y) ->
                if (i == 0) path.moveTo(x, y) else path.lineTo(x, y)
            }
            if (stroke.closed) path.closePath()
            pen.draw(path)
        }
        return image
    }

    private fun BufferedImage.count(colour: Int): Int {
        var count = 0
        for (y in 0 until height) for (x in 0 until width) if (getRGB(x, y) and 0xffffff == colour) count++
        return count
    }

    @Test
    fun `the overlay is drawn as the core lists it`() {
        val folder = File(System.getenv("XUEYING_DRAWN")).apply { mkdirs() }
        val place = Place.filling(view, 720 to 1280)
        for (name in listOf("good", "left", "near")) {
            val overlay = overlay("$name.nv21", 12)
            val image = drawn(strokes(overlay, place))
            ImageIO.write(image, "png", folder.resolve("$name.png"))
            for (colour in overlay.map { it.colour }.toSet()) {
                assertTrue(image.count(colour.toInt()) > 500, "$name has lines of %06x".format(colour.toInt()))
            }
            assertTrue(image.count(0) > 500, "$name has dark edges")
        }
    }

    @Test
    fun `a preview fills the view, and what is too much is cut off evenly`() {
        assertEquals(Place(0f, 0f, 1080f, 1920f), Place.filling(1080 to 1920, 720 to 1280))
        assertEquals(Place(-67.5f, 0f, 1215f, 2160f), Place.filling(view, 720 to 1280))
    }
}
