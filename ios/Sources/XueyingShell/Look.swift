// The open camera: for the photo, or for a code. At most one thing is looked at.

import Foundation
import XueyingCore

/// What looks through the camera.
struct Look {
    let id: UUID
    let task: Task<Void, Never>
    /// It reads a code: for the screen that is shown alone.
    let scans: Bool
    /// What the helper can do at the moment.
    var capture: Capture?
    var plan: PlanFacts?
    var take: (@Sendable (Frame) -> Void)?
}

extension Shell {
    /// At fifteen frames a second half of the time is left for the preview.
    private static let frameBudgetMs: UInt32 = 33

    /// Takes one photo.
    func lookForPhoto(_ order: CaptureOrder) {
        look(order.mode(), scans: false) { shell, plan, show in
            let session = try LiveSession.open(
                setup: LiveSetup(
                    models: shell.kit.models, profile: shell.kit.profile, plan: plan, order: order,
                    frameBudgetMs: Self.frameBudgetMs),
                ports: shell.phone.ports)
            let speech = Speech(voice: shell.phone.voice, lang: shell.lang)
            defer {
                speech.stop()
                session.end()
            }
            let capture = Capture(
                session: session, camera: shell.phone.camera, speech: speech, touch: shell.phone.touch,
                lang: shell.lang, show: show)
            try await shell.open(plan.facts(), capture, capture.push)
            let photo = try await capture.run()
            await shell.took(photo)
        }
    }

    /// Reads one code; any lens will do.
    func lookForCode() {
        look(.rehearsal, scans: true) { shell, plan, show in
            let scanning = Scanning(clock: shell.phone.ports.clock, lang: shell.lang, show: show)
            try await shell.open(plan.facts(), nil, scanning.push)
            let code = try await scanning.run()
            await shell.stopLooking()
            await shell.type(code)
        }
    }

    /// Closes the camera, and forgets its frames.
    func stopLooking() {
        guard let look = looking else { return }
        looking = nil
        look.task.cancel()
        phone.camera.close()
        refresh { $0.finder = nil }
    }

    /// The app is in sight again, and so is what the camera was open for.
    func lookAgain() async {
        guard let plan = looking?.plan, let take = looking?.take else { return }
        do { try await phone.camera.open(plan, take: take) } catch { refresh { $0.trouble = broken } }
    }

    private typealias Show = @Sendable (Finder) -> Void

    private func look(
        _ mode: SessionMode, scans: Bool,
        _ through: @escaping @Sendable (Shell, CameraPlan, @escaping Show) async throws -> Void
    ) {
        stopLooking()
        let id = UUID()
        let (finders, seen) = AsyncStream.makeStream(of: Finder.self, bufferingPolicy: .bufferingNewest(1))
        Task { for await finder in finders { found(finder, id) } }
        let task = Task {
            defer { seen.finish() }
            do {
                let camera = phone.camera
                let choice = try chooseCamera(lenses: camera.lenses(), source: camera.source, mode: mode)
                try await through(self, choice.plan, { seen.yield($0) })
            } catch {
                failed(error, id)
            }
        }
        looking = Look(id: id, task: task, scans: scans)
        refresh { $0.finder = Finder() }
    }

    private func open(_ plan: PlanFacts, _ capture: Capture?, _ take: @escaping @Sendable (Frame) -> Void) async throws
    {
        try Task.checkCancellation()
        looking?.capture = capture
        looking?.plan = plan
        looking?.take = take
        try await phone.camera.open(plan, take: take)
    }

    private func found(_ finder: Finder, _ id: UUID) {
        if looking?.id == id { refresh { $0.finder = finder } }
    }

    private func failed(_ error: any Error, _ id: UUID) {
        guard looking?.id == id else { return }
        stopLooking()
        switch error {
        case CameraError.NoLens(let refused):
            let reasons = refused.map { lang.word("camera.refused.\(snake($0.reason))") }
            refresh { $0.trouble = lang.trouble("errors.camera.message") + reasons }
        case let error as ModelError: refresh { $0.trouble = lang.trouble(error.textKey()) }
        default: refresh { $0.trouble = broken }
        }
    }
}
