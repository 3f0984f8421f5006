// Apple's buffers as the shell's frames: the planes are lent, never copied.

import AVFoundation
import XueyingCore
import XueyingShell

/// Pixels that may be read until the last plane is let go.
private final class Locked: @unchecked Sendable {
    let buffer: CVPixelBuffer

    init(_ buffer: CVPixelBuffer) {
        self.buffer = buffer
        CVPixelBufferLockBaseAddress(buffer, .readOnly)
    }

    deinit { CVPixelBufferUnlockBaseAddress(buffer, .readOnly) }

    func plane(_ index: Int) -> Data? {
        guard let base = CVPixelBufferGetBaseAddressOfPlane(buffer, index) else { return nil }
        let rows = CVPixelBufferGetHeightOfPlane(buffer, index)
        let count = CVPixelBufferGetBytesPerRowOfPlane(buffer, index) * rows
        return Data(bytesNoCopy: base, count: count, deallocator: .custom { [self] _, _ in _ = self })
    }
}

/// A preview frame in the two planes of 420f, as the sensor lies: a quarter turned on an upright phone.
func frame(_ sample: CMSampleBuffer, from device: AVCaptureDevice) -> Frame? {
    guard let buffer = CMSampleBufferGetImageBuffer(sample) else { return nil }
    let pixels = Locked(buffer)
    guard let luma = pixels.plane(0), let chroma = pixels.plane(1) else { return nil }
    let layout = PixelLayout.semiPlanar(
        yRowStride: UInt32(CVPixelBufferGetBytesPerRowOfPlane(buffer, 0)),
        chromaRowStride: UInt32(CVPixelBufferGetBytesPerRowOfPlane(buffer, 1)), order: .uThenV,
        coding: YuvCoding(matrix: matrix(buffer), fullRange: true))
    let shape = FrameShape(
        width: UInt32(CVPixelBufferGetWidth(buffer)), height: UInt32(CVPixelBufferGetHeight(buffer)), layout: layout,
        rotation: .quarter, mirrored: false)
    let facts = FrameFacts(
        lens: device.uniqueID, facing: facing(device),
        timeNanos: nanos(CMSampleBufferGetPresentationTimeStamp(sample)))
    return Frame(facts: facts, shape: shape, planes: [luma, chroma])
}

/// A still in JPEG.
func still(_ photo: AVCapturePhoto, from device: AVCaptureDevice) -> StillFile? {
    photo.fileDataRepresentation().map {
        StillFile(jpeg: $0, lens: device.uniqueID, facing: facing(device), timeNanos: nanos(photo.timestamp))
    }
}

private func matrix(_ buffer: CVPixelBuffer) -> YuvMatrix {
    let key = kCVImageBufferYCbCrMatrixKey
    let found = CVBufferCopyAttachment(buffer, key, nil) as? String
    return found == kCVImageBufferYCbCrMatrix_ITU_R_709_2 as String ? .bt709 : .bt601
}

private func nanos(_ time: CMTime) -> UInt64 {
    UInt64(CMTimeConvertScale(time, timescale: 1_000_000_000, method: .default).value)
}
