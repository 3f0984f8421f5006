// The phone's lenses, as the core wants them described.

package xueying.app.camera

import android.graphics.ImageFormat
import android.hardware.camera2.CameraCharacteristics as Facts
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import xueying.core.*

/** Every lens, whatever it is good for: the core chooses. */
fun CameraManager.describeAll(): List<Lens> = cameraIdList.map { describe(it, getCameraCharacteristics(it)) }

private fun describe(id: String, facts: Facts): Lens {
    val streams = facts[Facts.SCALER_STREAM_CONFIGURATION_MAP]
    val sizes = { format: Int ->
        streams?.getOutputSizes(format).orEmpty().map { Size(it.width.toUInt(), it.height.toUInt()) }
    }
    return Lens(
        id = id,
        facing = facing(facts),
        focalLengths = facts[Facts.LENS_INFO_AVAILABLE_FOCAL_LENGTHS].orEmpty().map(Float::toDouble),
        sensorWidth = facts[Facts.SENSOR_INFO_PHYSICAL_SIZE]?.let { maxOf(it.width, it.height).toDouble() },
        physicalIds = physicalIds(facts),
        capabilities = Capability.entries.filter { can(it, facts) },
        previewSizes = sizes(ImageFormat.YUV_420_888),
        stillSizes = sizes(ImageFormat.JPEG),
    )
}

/** Which way a lens looks. */
fun facing(facts: Facts): Facing = when (facts[Facts.LENS_FACING]) {
    CameraMetadata.LENS_FACING_BACK -> Facing.REAR
    CameraMetadata.LENS_FACING_FRONT -> Facing.FRONT
    CameraMetadata.LENS_FACING_EXTERNAL -> Facing.EXTERNAL
    else -> Facing.UNKNOWN
}

private fun can(what: Capability, facts: Facts): Boolean = when (what) {
    Capability.FOCUS_REGION -> (facts[Facts.CONTROL_MAX_REGIONS_AF] ?: 0) > 0
    Capability.EXPOSURE_REGION -> (facts[Facts.CONTROL_MAX_REGIONS_AE] ?: 0) > 0
    Capability.WHITE_BALANCE_LOCK -> facts[Facts.CONTROL_AWB_LOCK_AVAILABLE] ?: false
    Capability.ZOOM -> (facts[Facts.SCALER_AVAILABLE_MAX_DIGITAL_ZOOM] ?: 1f) > 1f
    Capability.TORCH -> facts[Facts.FLASH_INFO_AVAILABLE] ?: false
    // What smooths skin is no part of Camera2: a maker's own extension, which is never asked for.
    Capability.BEAUTY_FILTER -> false
    Capability.HOLD_LENS -> physicalIds(facts).isNotEmpty()
}

private fun FloatArray?.orEmpty(): List<Float> = this?.toList() ?: listOf()
