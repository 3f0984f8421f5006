// One photo, from the first frame to the sealed still.

import Foundation
import XueyingCore

/// Brings frames to a session and does what it answers. Only the newest frame is looked at: one that waits is let go when
/// the next one comes. One thing is done after the other.
public actor Capture {
    private let session: LiveSession
    private let camera: any Camera
    private let speech: Speech
    private let touch: any Touch
    private let lang: Lang
    private let show: @Sendable (Finder) -> Void
    private let frames: AsyncStream<Frame>
    private let newest: AsyncStream<Frame>.Continuation
    private var finder = Finder()
    /// The time of the newest frame, by the sensor's clock.
    private var now: UInt64 = 0
    /// Stills are being taken: frames no longer matter.
    private var taking = false
    private var outcome: Result<SealedPhoto, any Error>?

    public init(
        session: LiveSession, camera: any Camera, speech: Speech, touch: any Touch, lang: Lang,
        show: @escaping @Sendable (Finder) -> Void
    ) {
        self.session = session
        self.camera = camera
        self.speech = speech
        self.touch = touch
        self.lang = lang
        self.show = show
        (frames, newest) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a frame from the camera.
    public nonisolated func push(_ frame: Frame) { newest.yield(frame) }

    /// The helper presses the shutter.
    public func press() async {
        guard !taking else { return }
        await settled {
            if try told({ try session.press(timeNanos: now) }) != nil { try await take() }
        }
    }

    /// The photo is handed in although it breaks a rule, for this reason.
    public func giveReason(_ rule: Broken, _ reason: String) async {
        await settled {
            guard try told({ try session.overrideCheck(id: rule.id, reason: reason) }) != nil else { return }
            refresh {
                $0.trouble = []
                $0.broken.removeAll { $0 == rule }
            }
        }
    }

    /// Looks at frames until there is a photo.
    public func run() async throws -> SealedPhoto {
        for await frame in frames where !taking {
            await settled {
                if try told({ try look(frame) }) == true { try await take() }
            }
        }
        guard let outcome else { throw CancellationError() }
        return try outcome.get()
    }

    /// Ends the run where a photo came, or the session broke.
    private func settled(_ step: () async throws -> Void) async {
        do { try await step() } catch { outcome = .failure(error) }
        if outcome != nil { newest.finish() }
    }

    /// Whether the shutter falls after this frame.
    private func look(_ frame: Frame) throws -> Bool {
        let planes = frame.planes + Array(repeating: Data(), count: 3 - frame.planes.count)
        if let held = camera.gravity() { session.held(x: held.x, y: held.y, z: held.z) }
        let answer = try session.pushFrame(
            facts: frame.facts, shape: frame.shape, first: planes[0], second: planes[1], third: planes[2])
        guard case .guided(let guidance) = answer else { return false }
        now = frame.facts.timeNanos
        if let message = guidance.say { speech.say(lang.word(message.textKey)) }
        if let haptic = guidance.haptic { touch.feel(haptic) }
        refresh {
            $0.overlay = guidance.overlay
            $0.hint = guidance.show.map { lang.word($0.textKey) }
            $0.readiness = guidance.readiness
            if guidance.event == .timedOut { $0.shutter = lang.word("live.manual") }
        }
        return guidance.event == .fire
    }

    /// The photo, or nothing where the stills are refused: the session goes on.
    private func take() async throws {
        taking = true
        defer { taking = false }
        refresh {
            $0.trouble = []
            $0.broken = []
        }
        let stills = try await camera.stills()
        if let photo = try told({ try session.take(stills: stills) }) { outcome = .success(photo) }
    }

    /// Tells of a refusal; what ends the session is thrown on.
    private func told<T>(_ call: () throws -> T) throws -> T? {
        do {
            return try call()
        } catch let error as LiveError {
            switch error {
            case .Ended, .Broken: throw error
            case .Blocked(let checks): tell(error.textKey(), checks)
            default: tell(error.textKey(), [])
            }
        } catch let error as TakeError {
            switch error {
            case .Ended, .Broken: throw error
            case .Blocked(let checks): tell(error.textKey(), checks)
            default: tell(error.textKey(), [])
            }
        }
        return nil
    }

    private func tell(_ key: String, _ checks: [String]) {
        refresh {
            $0.trouble = lang.trouble(key)
            $0.broken = checks.map { Broken(id: $0, title: checkText(id: $0, lang: lang)?.title ?? $0) }
        }
    }

    private func refresh(_ change: (inout Finder) -> Void) {
        var changed = finder
        change(&changed)
        if changed != finder { show(changed) }
        finder = changed
    }
}
