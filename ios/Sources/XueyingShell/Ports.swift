// What the shell needs of a phone. The app gives it Apple's; a test gives it pictures.

import Foundation
import XueyingCore

/// One preview frame. Its planes are the camera's own memory, which goes back to the camera with the last reference.
public struct Frame: Sendable {
    public let facts: FrameFacts
    public let shape: FrameShape
    public let planes: [Data]

    public init(facts: FrameFacts, shape: FrameShape, planes: [Data]) {
        self.facts = facts
        self.shape = shape
        self.planes = planes
    }
}

/// In which direction things fall, in the phone's own axes: to the right of the screen, to its upper edge, out of it.
public struct Gravity: Sendable {
    public let x: Double
    public let y: Double
    public let z: Double

    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// The camera. What it cannot do it throws as `CameraTrouble`.
public protocol Camera: Sendable {
    /// What its frames count as.
    var source: Source { get }

    func permission() -> Permission

    /// Asks the system for the permission; what the person said.
    func ask() async -> Permission

    func lenses() -> [Lens]

    /// Opens a lens as planned; every frame goes to `take`, on a queue of the camera's.
    func open(_ plan: PlanFacts, take: @escaping @Sendable (Frame) -> Void) async throws

    /// How the phone is held, if it says so.
    func gravity() -> Gravity?

    /// A burst of stills from the open lens.
    func stills() async throws -> [StillFile]

    /// Closes the lens, if one is open; no frame comes afterwards.
    func close()
}

extension Camera {
    public func gravity() -> Gravity? { nil }
}

/// The camera does not open, or broke while it was open.
public struct CameraTrouble: Error {
    public init() {}
}

/// Speaks to the student.
public protocol Voice: Sendable {
    /// Speaks a sentence; returns when it was spoken, or could not be.
    func speak(_ sentence: String, _ lang: Lang) async

    /// Breaks off what is being spoken.
    func silence()
}

/// Taps the helper's hand.
public protocol Touch: Sendable {
    func feel(_ haptic: Haptic)
}

/// The way to the collection service.
public protocol Service: Sendable {
    /// What came back; nothing where no answer came.
    func send(_ request: ServiceRequest) async -> ServiceReply?
}

/// What the system does for a person, on its own screens.
public protocol SystemScreens: Sendable {
    /// Shows the app's settings; returns when the person is back.
    func openSettings() async

    /// Asks whether notifications may be shown.
    func mayNotify() async -> Bool

    /// Saves a picture where the person finds it; whether that worked.
    func save(_ jpeg: Data) async -> Bool
}

/// Waits; a test does not.
public protocol Patience: Sendable {
    func wait(_ millis: UInt64) async
}

/// Everything that a phone lends the shell.
public struct Phone: Sendable {
    public let platform: Platform
    public let camera: any Camera
    public let voice: any Voice
    public let touch: any Touch
    public let service: any Service
    public let screens: any SystemScreens
    public let patience: any Patience
    public let ports: Ports

    public init(
        platform: Platform, camera: any Camera, voice: any Voice, touch: any Touch, service: any Service,
        screens: any SystemScreens, patience: any Patience, ports: Ports
    ) {
        self.platform = platform
        self.camera = camera
        self.voice = voice
        self.touch = touch
        self.service = service
        self.screens = screens
        self.patience = patience
        self.ports = ports
    }
}
