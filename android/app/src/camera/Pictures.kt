// Android's images as the shell's frames and stills: the planes are lent, never copied.

package xueying.app.camera

import android.media.Image
import xueying.core.*
import xueying.shell.Frame

/** What the open lens says of all its pictures. */
class Origin(val lens: String, val facing: Facing, val rotation: Rotation)

/** A preview frame in the planes of `YUV_420_888`. */
fun frame(image: Image, from: Origin): Frame {
    val (luma, u, v) = image.planes
    val layout = PixelLayout.Planar(
        luma.rowStride.toUInt(), u.rowStride.toUInt(), u.pixelStride.toUInt(), CAMERA_COLOURS
    )
    val shape = FrameShape(image.width.toUInt(), image.height.toUInt(), layout, from.rotation, mirrored = false)
    val facts = FrameFacts(from.lens, from.facing, image.timestamp.toULong())
    return Frame(facts, shape, listOf(luma.buffer, u.buffer, v.buffer), image::close)
}

/** A still in JPEG. */
fun still(image: Image, from: Origin): StillFile = image.use {
    val buffer = it.planes[0].buffer
    StillFile(ByteArray(buffer.remaining()).also(buffer::get), from.lens, from.facing, it.timestamp.toULong())
}

/** How far a picture of a sensor that stands so must be turned on an upright phone. */
fun rotation(degrees: Int): Rotation = Rotation.entries[degrees / 90 % 4]

/** Camera2 gives JFIF's colours. */
private val CAMERA_COLOURS = YuvCoding(YuvMatrix.BT601, fullRange = true)
