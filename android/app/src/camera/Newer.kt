// What Android learned after API level 26; older phones go without.

package xueying.app.camera

import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.params.OutputConfiguration
import android.hardware.camera2.params.SessionConfiguration
import android.os.Build
import android.os.Handler
import android.view.Surface

/** The lenses behind a logical camera. */
fun physicalIds(facts: CameraCharacteristics): List<String> =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) facts.physicalCameraIds.toList() else listOf()

/** Opens a session on surfaces; where `lens` is given, every picture comes from that lens of a logical camera. */
@Suppress("DEPRECATION")
fun CameraDevice.openSession(
    surfaces: List<Surface>, lens: String?, handler: Handler, told: CameraCaptureSession.StateCallback
) {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return createCaptureSession(surfaces, told, handler)
    val outputs = surfaces.map { surface -> OutputConfiguration(surface).apply { setPhysicalCameraId(lens) } }
    val usual = SessionConfiguration.SESSION_REGULAR
    createCaptureSession(SessionConfiguration(usual, outputs, { handler.post(it) }, told))
}
