// The camera of the shell on AVFoundation.

import AVFoundation
import CoreMotion
import XueyingCore
import XueyingShell

/// Opens the lens of a plan. Everything of AVFoundation happens on one queue.
final class RearCamera: NSObject, Camera, @unchecked Sendable {
    let source = Source.phoneRear
    /// What a view shows.
    let session = AVCaptureSession()
    private let queue = DispatchQueue(label: "camera")
    private let video = AVCaptureVideoDataOutput()
    private let photos = AVCapturePhotoOutput()
    private let level = CMMotionManager()
    private var device: AVCaptureDevice?
    private var take: (@Sendable (Frame) -> Void)?
    private var burst: Burst?

    func permission() -> Permission {
        switch AVCaptureDevice.authorizationStatus(for: .video) {
        case .authorized: .granted
        case .notDetermined: .notAsked
        case .restricted: .restricted
        default: .denied
        }
    }

    func ask() async -> Permission {
        _ = await AVCaptureDevice.requestAccess(for: .video)
        return permission()
    }

    func lenses() -> [Lens] { allLenses() }

    func open(_ plan: PlanFacts, take: @escaping @Sendable (Frame) -> Void) async throws {
        try await onQueue { [self] in
            // The plan names the rear wide-angle lens; no virtual device is opened that might change lenses by itself.
            guard let device = AVCaptureDevice(uniqueID: plan.lens) else { throw CameraTrouble() }
            try arrange(device, plan)
            self.device = device
            self.take = take
            session.startRunning()
            level.startDeviceMotionUpdates()
        }
    }

    func gravity() -> Gravity? {
        level.deviceMotion.map { Gravity(x: $0.gravity.x, y: $0.gravity.y, z: $0.gravity.z) }
    }

    func stills() async throws -> [StillFile] {
        try await withCheckedThrowingContinuation { waiting in
            queue.async { [self] in
                guard let device, session.isRunning else { return waiting.resume(throwing: CameraTrouble()) }
                let bracket = [AVCaptureAutoExposureBracketedStillImageSettings](
                    repeating: .autoExposureSettings(exposureTargetBias: 0),
                    count: min(Self.burst, photos.maxBracketedCapturePhotoCount))
                let settings = AVCapturePhotoBracketSettings(
                    rawPixelFormatType: 0, processedFormat: [AVVideoCodecKey: AVVideoCodecType.jpeg],
                    bracketedSettings: bracket)
                let burst = Burst(device, waiting)
                self.burst = burst
                photos.capturePhoto(with: settings, delegate: burst)
            }
        }
    }

    func close() {
        queue.async { [self] in
            take = nil
            level.stopDeviceMotionUpdates()
            if session.isRunning { session.stopRunning() }
        }
    }

    private func arrange(_ device: AVCaptureDevice, _ plan: PlanFacts) throws {
        session.beginConfiguration()
        defer { session.commitConfiguration() }
        session.inputs.forEach(session.removeInput)
        session.outputs.forEach(session.removeOutput)
        session.sessionPreset = .photo
        let input = try AVCaptureDeviceInput(device: device)
        video.videoSettings = [
            kCVPixelBufferPixelFormatTypeKey as String: kCVPixelFormatType_420YpCbCr8BiPlanarFullRange
        ]
        video.alwaysDiscardsLateVideoFrames = true
        video.setSampleBufferDelegate(self, queue: queue)
        guard session.canAddInput(input), session.canAddOutput(video), session.canAddOutput(photos) else {
            throw CameraTrouble()
        }
        session.addInput(input)
        session.addOutput(video)
        session.addOutput(photos)
        photos.connection(with: .video)?.videoOrientation = .portrait
        try device.lockForConfiguration()
        defer { device.unlockForConfiguration() }
        device.videoZoomFactor = CGFloat(plan.zoom)
        if device.isFocusModeSupported(.continuousAutoFocus) { device.focusMode = .continuousAutoFocus }
        if device.isExposureModeSupported(.continuousAutoExposure) { device.exposureMode = .continuousAutoExposure }
        device.automaticallyAdjustsFaceDrivenAutoFocusEnabled = false
        if plan.focusOnFace { device.isFaceDrivenAutoFocusEnabled = true }
    }

    private func onQueue(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Void, any Error>) in
            queue.async { waiting.resume(with: Result(catching: work).mapError { _ in CameraTrouble() }) }
        }
    }

    /// As many stills as a session takes at once.
    private static let burst = 3
}

extension RearCamera: AVCaptureVideoDataOutputSampleBufferDelegate {
    func captureOutput(_ output: AVCaptureOutput, didOutput sample: CMSampleBuffer, from: AVCaptureConnection) {
        guard let device, let take, let frame = frame(sample, from: device) else { return }
        take(frame)
    }
}

/// Collects the stills of a burst.
private final class Burst: NSObject, AVCapturePhotoCaptureDelegate {
    private let device: AVCaptureDevice
    private let waiting: CheckedContinuation<[StillFile], any Error>
    private var stills: [StillFile] = []

    init(_ device: AVCaptureDevice, _ waiting: CheckedContinuation<[StillFile], any Error>) {
        self.device = device
        self.waiting = waiting
    }

    func photoOutput(_: AVCapturePhotoOutput, didFinishProcessingPhoto photo: AVCapturePhoto, error: (any Error)?) {
        if error == nil, let still = still(photo, from: device) { stills.append(still) }
    }

    func photoOutput(
        _: AVCapturePhotoOutput, didFinishCaptureFor _: AVCaptureResolvedPhotoSettings, error: (any Error)?
    ) {
        if error != nil { waiting.resume(throwing: CameraTrouble()) } else { waiting.resume(returning: stills) }
    }
}
