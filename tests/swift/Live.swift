// The scenarios of frames: which of them are looked at, and sessions from the first frame to the photo.

import Foundation

private func rearLens() -> Fields {
    ["id": "0", "facing": "rear", "field_of_view": 69.4, "preview_sizes": [[1280, 720]]]
}

/// A frame with its planes.
struct Frame: Sendable {
    let shape: FrameShape
    let first: Data
    let second: Data
}

/// A consent, as the service acknowledges it.
let receipt = #"{"receipt":"r","text":"t","given_at":1}"#

/// A session that runs the steps of a scenario.
final class Session {
    let phone = Phone()
    let live: LiveSession
    private let tools: Tools
    private var nanos = 0

    init(_ tools: Tools, source: Source, order: CaptureOrder, record: Bool = false) throws {
        self.tools = tools
        let plan = try chooseCamera(lenses: [lens(rearLens())], source: source, mode: order.mode()).plan
        let setup = LiveSetup(
            models: tools.models, profile: tools.profile, plan: plan, order: order, frameBudgetMs: 33, record: record
        )
        live = try LiveSession.open(setup: setup, ports: Ports(signer: phone, clock: phone, log: phone))
    }

    /// The answer as a word, and the guidance if there is any.
    func push(_ frame: Frame, _ facts: FrameFacts) throws -> (String, Guidance?) {
        let answer = try coded {
            try live.pushFrame(
                facts: facts, shape: frame.shape, first: frame.first, second: frame.second, third: Data())
        }
        switch answer.value {
        case nil: return (answer.error, nil)
        case .busy: return ("busy", nil)
        case .refused(_, let code): return (code, nil)
        case .guided(let guidance): return ("ok", guidance)
        }
    }

    func run(_ step: Fields) throws {
        let found: [String: Any] =
            switch step.text("do") {
            case "push": try pushAll(step)
            case "take": try take(step)
            case "press": try answer { try live.press(timeNanos: UInt64(nanos)) }
            case "override": try answer { try live.overrideCheck(id: step.text("check"), reason: step.text("reason")) }
            case "replay": try replay()
            case "break":
                {
                    phone.breakPort(step.text("port"))
                    return [:]
                }()
            case "end":
                {
                    live.end()
                    return [:]
                }()
            default: throw Failed(message: "no step \(step)")
            }
        let wanted = step.fields("expect")
        for field in wanted.keys where !wanted.meets(field, found[field]) {
            throw Failed(message: "\(step): \(found)")
        }
    }

    private func pushAll(_ step: Fields) throws -> [String: Any] {
        let frame = nv21(try picture(step.text("picture")), cut: step.number("cut"))
        var shown: Set<String> = []
        var last: Guidance?
        for _ in 0..<step.number("times", 1) {
            nanos += step.number("every", 66_666_667)
            let lens = step["lens"] as? String ?? "0"
            let (answer, guidance) = try push(frame, FrameFacts(lens: lens, facing: .rear, timeNanos: UInt64(nanos)))
            guard let guidance else { return ["answer": answer] }
            last = guidance
            if let message = guidance.show { shown.insert(message.id) }
            if guidance.event == .fire { break }
        }
        guard let last else { throw Failed(message: "no frame in \(step)") }
        return [
            "answer": "ok", "state": word(last.state), "face": last.face, "fired": last.event == .fire,
            "arrow": last.overlay.contains { $0.role == .arrow }, "shown": shown,
        ]
    }

    /// The photo that a good frame and a good still give.
    func photo() throws -> SealedPhoto {
        let frame = nv21(try picture("good.nv21"))
        for _ in 0..<10 {
            nanos += 66_666_667
            let facts = FrameFacts(lens: "0", facing: .rear, timeNanos: UInt64(nanos))
            try expect(push(frame, facts).0, "ok", "a good frame")
        }
        let time = UInt64(nanos + 100_000_000)
        let still = StillFile(jpeg: try picture("good.jpg"), lens: "0", facing: .rear, timeNanos: time)
        return try live.take(stills: [still])
    }

    private func take(_ step: Fields) throws -> [String: Any] {
        let time = UInt64(nanos + step.number("after"))
        let stills = try step.texts("stills").map {
            StillFile(jpeg: try picture($0), lens: step["lens"] as? String ?? "0", facing: .rear, timeNanos: time)
        }
        let taken = try coded { try live.take(stills: stills) }
        guard let photo = taken.value else { return ["answer": taken.error] }
        let envelope = photo.envelope()
        try expect(envelope.contains("\"signature\"") && envelope.contains("25103003"), true, "the envelope")
        try expect(try photo.open(checker: tools.checker).width() > 0, true, "the photo")
        return ["answer": "sealed", "verdict": word(photo.report().verdict())]
    }

    private func replay() throws -> [String: Any] {
        let replayed = try coded { try replayRecording(lines: live.recording(), profile: tools.profile) }
        guard let value = replayed.value else { return ["answer": replayed.error] }
        return ["answer": value.differs == nil ? "same" : "differs"]
    }

    private func answer(_ call: () throws -> Void) throws -> [String: Any] {
        let error = try coded(call).error
        return ["answer": error.isEmpty ? "ok" : error]
    }
}

/// What a session of a mode is opened for; one that counts needs a consent.
func order(_ tools: Tools, _ mode: SessionMode) throws -> CaptureOrder {
    let code = try SessionCode.parse(text: "25103003", profile: tools.profile)
    return switch mode {
    case .rehearsal: CaptureOrder.rehearsal(session: code, nonce: "nonce")
    case .real: try CaptureOrder.consented(receipt: receipt, mode: mode, session: code, nonce: "nonce")
    }
}

func live(_ scenario: Fields, _ tools: Tools) throws {
    let record = scenario["record"] as? Bool ?? false
    let order = try order(tools, value(scenario.text("mode")))
    let session = try Session(tools, source: value(scenario.text("source")), order: order, record: record)
    for step in scenario.list("steps") { try session.run(step) }
}

func frameGate(_ scenario: Fields, _ tools: Tools) throws {
    let shape = FrameShape(width: 64, height: 64, layout: .luma(rowStride: 64), rotation: .none, mirrored: false)
    let frame = Frame(shape: shape, first: Data(repeating: 128, count: 64 * 64), second: Data())
    let session = try Session(tools, source: value(scenario.text("source")), order: order(tools, .rehearsal))
    for fields in scenario.list("frames") {
        let time = (fields["time"] as? NSNumber)?.uint64Value ?? 0
        let facts = FrameFacts(lens: fields.text("lens"), facing: try value(fields.text("facing")), timeNanos: time)
        try expect(session.push(frame, facts).0, fields.text("expect"), "\(fields)")
    }
}

/// The frame of a phone that lies on its side, 1280 by 720; `cut` bytes are missing at its end.
func nv21(_ bytes: Data, cut: Int = 0) -> Frame {
    let luma = 1280 * 720
    let coding = YuvCoding(matrix: .bt601, fullRange: true)
    let layout = PixelLayout.semiPlanar(yRowStride: 1280, chromaRowStride: 1280, order: .vThenU, coding: coding)
    let shape = FrameShape(width: 1280, height: 720, layout: layout, rotation: .quarter, mirrored: false)
    return Frame(shape: shape, first: bytes.prefix(luma), second: Data(bytes[luma..<(bytes.count - cut)]))
}
