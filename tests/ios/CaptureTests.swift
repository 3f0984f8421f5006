// The photo's choreography, with the library.

import Foundation
import XueyingCore
import XueyingShell

/// A capture with people around it.
struct Scene {
    let people = People()
    let camera = PictureCamera()
    let tools: Tools

    /// Runs a capture while `script` shows pictures; the photo, if one comes of it.
    func run(_ script: (Scene, Capture) async throws -> Void) async throws -> SealedPhoto? {
        let plan = try chooseCamera(lenses: camera.lenses(), source: camera.source, mode: .rehearsal).plan
        let session = try tools.session(plan)
        let speech = Speech(voice: people, lang: .en)
        let capture = Capture(
            session: session, camera: camera, speech: speech, touch: people, lang: .en, show: people.see)
        try await camera.open(plan.facts(), take: capture.push)
        let photo = Task { try await capture.run() }
        try await script(self, capture)
        let deadline = Task {
            try await Task.sleep(nanoseconds: 500_000_000)
            photo.cancel()
        }
        defer {
            deadline.cancel()
            speech.stop()
            camera.close()
            session.end()
        }
        do { return try await photo.value } catch is CancellationError { return nil }
    }

    /// Shows a picture so many times, each after the one before was looked at, until `enough`.
    func show(_ name: String, _ times: Int, until enough: () -> Bool = { false }) async throws {
        let bytes = try picture(name)
        for _ in 0..<times {
            if enough() { return }
            camera.show(bytes)
            try await until("frame") { camera.out == 0 }
        }
    }
}

private func said(_ key: String) -> String { text(key: key, lang: .en) ?? key }

let captureTests: [(String, @Sendable (Scene) async throws -> Void)] = [
    (
        "a good picture becomes a sealed photo",
        { scene in
            let photo = try await scene.run { scene, _ in try await scene.show("good.nv21", 60) }
            let verdict = photo?.report().verdict()
            try expect(verdict == .pass || verdict == .warn, "\(String(describing: verdict))")
            try expect(!scene.people.felt.isEmpty, "nothing was felt")
            try expect(scene.camera.out == 0, "frames are kept")
        }
    ),
    (
        "who sees nobody is told so, and the photo does not come",
        { scene in
            let photo = try await scene.run { scene, _ in try await scene.show("wall.nv21", 30) }
            try expect(photo == nil, "a photo of a wall")
            try expect(scene.people.shown.last?.hint == said("guide.helper.face_count.low"), "the hint")
        }
    ),
    (
        "the student hears what to do",
        { scene in
            _ = try await scene.run { scene, _ in
                try await scene.show("tilted.nv21", 60) { !scene.people.heard.isEmpty }
            }
            try expect(!scene.people.heard.isEmpty, "silence")
        }
    ),
    (
        "the shutter is blocked while something is wrong, and says so",
        { scene in
            _ = try await scene.run { scene, capture in
                try await scene.show("far.nv21", 5)
                await capture.press()
            }
            let told = scene.people.shown.last?.trouble.first
            try expect(told == said("errors.session_blocked.message"), "\(String(describing: told))")
        }
    ),
    (
        "stills of something else are refused, and the session goes on to a photo",
        { scene in
            scene.camera.willTake("elsewhere.jpg")
            let photo = try await scene.run { scene, _ in
                try await scene.show("good.nv21", 60) { scene.people.shown.contains { !$0.trouble.isEmpty } }
                scene.camera.willTake("good.jpg")
                try await scene.show("good.nv21", 60)
            }
            let told = scene.people.shown.first { !$0.trouble.isEmpty }?.trouble
            try expect(told == ["message", "advice"].map { said("errors.take_not_linked.\($0)") }, "what was told")
            try expect(photo != nil, "no photo")
        }
    ),
    (
        "a rule is handed in with a reason, and not without",
        { scene in
            _ = try await scene.run { scene, capture in
                let rule = Broken(id: "head_yaw", title: "")
                await capture.giveReason(rule, " ")
                let told = scene.people.shown.last?.trouble.first
                try expect(told == said("errors.session_not_overridable.message"), "\(String(describing: told))")
                await capture.giveReason(rule, "a stiff neck")
                try expect(scene.people.shown.last?.trouble == [], "the trouble stays")
            }
        }
    ),
    (
        "of frames that come too fast only the newest is looked at, and all are given back",
        { scene in
            _ = try await scene.run { scene, _ in
                let bytes = try picture("far.nv21")
                for _ in 0..<200 { scene.camera.show(bytes) }
                try expect(scene.camera.out <= 6, "\(scene.camera.out) planes are kept")
                try await until("the last frame") { scene.camera.out == 0 }
            }
        }
    ),
]
