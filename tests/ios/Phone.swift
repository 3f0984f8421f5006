// A phone without hardware: frames are the pictures of the scenarios, stills their photos.

import Foundation
import XueyingCore
import XueyingShell

private let environment = ProcessInfo.processInfo.environment

func picture(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: environment["XUEYING_SCENARIOS"] ?? "").appendingPathComponent(name))
}

/// What is loaded once.
struct Tools: Sendable {
    let models: Models
    let profile: Profile
    let kit: Kit

    init() throws {
        models = try Models.fromFolder(folder: environment["XUEYING_MODELS"] ?? "")
        profile = try Profile.named(name: "chsi")
        kit = try Kit(models: models, profile: profile)
    }

    /// A session as a rehearsal opens it.
    func session(_ plan: CameraPlan) throws -> LiveSession {
        let code = try SessionCode.parse(text: "25103003", profile: profile)
        let order = CaptureOrder.rehearsal(session: code, nonce: "nonce")
        let setup = LiveSetup(models: models, profile: profile, plan: plan, order: order, frameBudgetMs: 33)
        guard let signer = softwareSigner(secret: Data(repeating: 7, count: 32)) else { throw Failed("no key") }
        return try LiveSession.open(setup: setup, ports: Ports(signer: signer, clock: systemClock(), log: noLog()))
    }
}

/// A camera that shows pictures, fifteen a second of its own time.
final class PictureCamera: Camera, @unchecked Sendable {
    let source = Source.simulated
    private let lock = NSLock()
    private var name = "good.jpg"
    private var take: (@Sendable (Frame) -> Void)?
    private var nanos: UInt64 = 0
    private var lent = 0
    private var allowed = Permission.granted
    private let answer: @Sendable () async -> Permission

    init(answer: @escaping @Sendable () async -> Permission = { .granted }) { self.answer = answer }

    /// Frames that are with the shell.
    var out: Int { lock.withLock { lent } }

    var isOpen: Bool { lock.withLock { take != nil } }

    func willTake(_ still: String) { lock.withLock { name = still } }

    func allow(_ permission: Permission) { lock.withLock { allowed = permission } }

    func permission() -> Permission { lock.withLock { allowed } }

    func ask() async -> Permission {
        let permission = await answer()
        allow(permission)
        return permission
    }

    func lenses() -> [Lens] {
        let size = Size(width: 1280, height: 720)
        return [Lens(id: "0", facing: .rear, fieldOfView: 69.4, previewSizes: [size])]
    }

    func open(_ plan: PlanFacts, take: @escaping @Sendable (Frame) -> Void) async throws {
        lock.withLock { self.take = take }
    }

    func stills() async throws -> [StillFile] {
        let (still, time) = lock.withLock { (name, nanos + 100_000_000) }
        return [StillFile(jpeg: try picture(still), lens: "0", facing: .rear, timeNanos: time)]
    }

    func close() { lock.withLock { take = nil } }

    /// Shows a picture of luma alone, 640 by 480.
    func showLuma(_ bytes: Data) {
        let layout = PixelLayout.luma(rowStride: 640)
        show(FrameShape(width: 640, height: 480, layout: layout, rotation: .none, mirrored: false), [bytes])
    }

    /// Shows a picture once more; a phone that lies on its side.
    func show(_ bytes: Data) {
        let luma = 1280 * 720
        let coding = YuvCoding(matrix: .bt601, fullRange: true)
        let layout = PixelLayout.semiPlanar(yRowStride: 1280, chromaRowStride: 1280, order: .vThenU, coding: coding)
        let shape = FrameShape(width: 1280, height: 720, layout: layout, rotation: .quarter, mirrored: false)
        show(shape, [bytes.prefix(luma), bytes.dropFirst(luma)])
    }

    private func show(_ shape: FrameShape, _ planes: [Data]) {
        let (take, time) = lock.withLock {
            nanos += 66_666_667
            lent += planes.count
            return (self.take, nanos)
        }
        let facts = FrameFacts(lens: "0", facing: .rear, timeNanos: time)
        take?(Frame(facts: facts, shape: shape, planes: planes.map(plane)))
    }

    /// Memory that tells when it is given back.
    private func plane(_ bytes: Data) -> Data {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        bytes.withUnsafeBytes { memory.copyMemory(from: $0) }
        guard let base = memory.baseAddress else { return Data() }
        return Data(
            bytesNoCopy: base, count: bytes.count,
            deallocator: .custom { [self] base, _ in
                base.deallocate()
                lock.withLock { lent -= 1 }
            })
    }
}

/// What the helper and the student noticed.
final class People: Voice, Touch, @unchecked Sendable {
    private let lock = NSLock()
    private var finders: [Finder] = []
    private var sentences: [String] = []
    private var taps: [Haptic] = []

    var shown: [Finder] { lock.withLock { finders } }
    var heard: [String] { lock.withLock { sentences } }
    var felt: [Haptic] { lock.withLock { taps } }

    func see(_ finder: Finder) { lock.withLock { finders.append(finder) } }

    func speak(_ sentence: String, _ lang: Lang) async { lock.withLock { sentences.append(sentence) } }

    func silence() {}

    func feel(_ haptic: Haptic) { lock.withLock { taps.append(haptic) } }
}

struct Failed: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

func expect(_ met: Bool, _ what: @autoclosure () -> String) throws {
    if !met { throw Failed(what()) }
}

/// Waits until something is so, for some milliseconds at most.
func until(_ what: String, within millis: Int = 10_000, _ met: () throws -> Bool) async throws {
    for _ in 0..<millis {
        if try met() { return }
        try await Task.sleep(nanoseconds: 1_000_000)
    }
    throw Failed("\(what) does not come")
}
