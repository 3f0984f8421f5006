// A lens that is open: a preview to look at, frames for the shell, stills when asked for.

package xueying.app.camera

import android.graphics.ImageFormat
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CaptureFailure
import android.hardware.camera2.CaptureRequest
import android.media.ImageReader
import android.os.Handler
import android.view.Surface
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.suspendCancellableCoroutine
import xueying.core.PlanFacts
import xueying.core.Size
import xueying.core.StillFile
import xueying.shell.CameraTrouble
import xueying.shell.Frame

internal class Open(
    private val device: CameraDevice,
    private val facts: CameraCharacteristics,
    private val plan: PlanFacts,
    private val handler: Handler,
) {
    private val turn = facts[CameraCharacteristics.SENSOR_ORIENTATION] ?: 0
    private val origin = Origin(device.id, facing(facts), rotation(turn))
    private val frames = reader(ImageFormat.YUV_420_888, plan.preview, FRAMES)
    private val photos = reader(ImageFormat.JPEG, plan.still, BURST)
    private lateinit var session: CameraCaptureSession

    /** Sides of the preview, as the sensor lies. */
    val width get() = frames.width
    val height get() = frames.height

    suspend fun start(preview: Surface, take: (Frame) -> Unit) {
        // Images that the shell still holds are not waited for: Android drops the frame.
        frames.setOnImageAvailableListener({ it.acquireLatestImage()?.let { image -> take(frame(image, origin)) } }, handler)
        session = session(listOf(preview, frames.surface, photos.surface))
        val request = device.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW)
        listOf(preview, frames.surface).forEach(request::addTarget)
        session.setRepeatingRequest(focused(request), null, handler)
    }

    suspend fun stills(): List<StillFile> {
        val taken = Channel<StillFile>(BURST)
        photos.setOnImageAvailableListener({ taken.trySend(still(it.acquireNextImage(), origin)) }, handler)
        val request = device.createCaptureRequest(CameraDevice.TEMPLATE_STILL_CAPTURE)
        request.addTarget(photos.surface)
        request.set(CaptureRequest.JPEG_ORIENTATION, turn)
        request.set(CaptureRequest.JPEG_QUALITY, BEST)
        val one = focused(request)
        session.captureBurst(List(BURST) { one }, object : CameraCaptureSession.CaptureCallback() {
            override fun onCaptureFailed(session: CameraCaptureSession, request: CaptureRequest, why: CaptureFailure) {
                taken.close(CameraTrouble())
            }
        }, handler)
        return List(BURST) { taken.receive() }
    }

    fun close() {
        device.close()
        listOf(frames, photos).forEach(ImageReader::close)
    }

    private fun focused(request: CaptureRequest.Builder): CaptureRequest {
        request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        val faces = facts[CameraCharacteristics.STATISTICS_INFO_AVAILABLE_FACE_DETECT_MODES]
        val wanted = plan.focusOnFace || plan.exposeForFace
        if (wanted && faces?.contains(CaptureRequest.STATISTICS_FACE_DETECT_MODE_SIMPLE) == true) {
            request.set(CaptureRequest.CONTROL_MODE, CaptureRequest.CONTROL_MODE_USE_SCENE_MODE)
            request.set(CaptureRequest.CONTROL_SCENE_MODE, CaptureRequest.CONTROL_SCENE_MODE_FACE_PRIORITY)
        }
        return request.build()
    }

    private suspend fun session(surfaces: List<Surface>): CameraCaptureSession =
        suspendCancellableCoroutine { waiting ->
            val lens = physicalIds(facts).firstOrNull().takeIf { plan.holdLens }
            device.openSession(surfaces, lens, handler, object : CameraCaptureSession.StateCallback() {
                override fun onConfigured(session: CameraCaptureSession) = waiting.resume(session)

                override fun onConfigureFailed(session: CameraCaptureSession) =
                    waiting.resumeWithException(CameraTrouble())
            })
        }

    private fun reader(format: Int, planned: Size?, images: Int): ImageReader {
        val streams = facts[CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP]
        val size = planned ?: streams?.getOutputSizes(format)?.first()?.let { Size(it.width.toUInt(), it.height.toUInt()) }
        size ?: throw CameraTrouble()
        return ImageReader.newInstance(size.width.toInt(), size.height.toInt(), format, images)
    }

    private companion object {
        /** One is looked at, one waits, one is being written. */
        const val FRAMES = 3

        /** As many stills as a session takes at once. */
        const val BURST = 3
        const val BEST: Byte = 95
    }
}
