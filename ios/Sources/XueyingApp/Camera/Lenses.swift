// The phone's lenses, as the core wants them described.

import AVFoundation
import XueyingCore

/// Every lens that takes pictures, whatever it is good for: the core chooses.
func allLenses() -> [Lens] {
    let kinds: [AVCaptureDevice.DeviceType] = [
        .builtInWideAngleCamera, .builtInUltraWideCamera, .builtInTelephotoCamera, .builtInTrueDepthCamera,
    ]
    let found = AVCaptureDevice.DiscoverySession(deviceTypes: kinds, mediaType: .video, position: .unspecified)
    return found.devices.map(lens)
}

private func lens(_ device: AVCaptureDevice) -> Lens {
    let sizes = device.formats.map { CMVideoFormatDescriptionGetDimensions($0.formatDescription) }
    let preview = sizes.map { Size(width: UInt32($0.width), height: UInt32($0.height)) }
    return Lens(
        id: device.uniqueID, facing: facing(device), label: device.localizedName,
        fieldOfView: Double(device.activeFormat.videoFieldOfView), capabilities: capabilities(device),
        previewSizes: preview)
}

/// Which way a lens looks.
func facing(_ device: AVCaptureDevice) -> Facing {
    switch device.position {
    case .back: .rear
    case .front: .front
    default: .unknown
    }
}

private func capabilities(_ device: AVCaptureDevice) -> [Capability] {
    var all: [Capability] = []
    if device.isFocusPointOfInterestSupported { all.append(.focusRegion) }
    if device.isExposurePointOfInterestSupported { all.append(.exposureRegion) }
    if device.isWhiteBalanceModeSupported(.locked) { all.append(.whiteBalanceLock) }
    if device.activeFormat.videoMaxZoomFactor > 1 { all.append(.zoom) }
    if device.hasTorch { all.append(.torch) }
    return all
}
