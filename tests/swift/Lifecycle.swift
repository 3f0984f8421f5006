// What no scenario says: sessions ended twice, called from many threads; a core that breaks.

import Foundation

private func endedTwice(_ tools: Tools) throws {
    let session = try Session(tools, source: .simulated, order: order(tools, .rehearsal))
    session.live.end()
    session.live.end()
    try expect(try coded { try session.live.recording() }.error, "", "the recording after the end")
}

private func manyThreads(_ tools: Tools) throws {
    let live = try Session(tools, source: .simulated, order: order(tools, .rehearsal)).live
    let frame = nv21(try picture("good.nv21"))
    let answers = Answers()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
        for round in 0..<12 {
            let time = UInt64((round * 8 + thread + 1) * 10_000_000)
            let answer = try? live.pushFrame(
                facts: FrameFacts(lens: "0", facing: .rear, timeNanos: time), shape: frame.shape,
                first: frame.first, second: frame.second, third: Data())
            switch answer {
            case nil: answers.add("error")
            case .busy: answers.add("busy")
            case .guided: answers.add("ok")
            case .refused: answers.add("refused")
            }
        }
    }
    live.end()
    let all = answers.all()
    try expect(all.subtracting(["busy", "ok", "refused"]), [], "answers to many threads")
    try expect(all.isSuperset(of: ["ok"]), true, "looked at among \(all)")
}

private final class Answers: @unchecked Sendable {
    private let lock = NSLock()
    private var words: Set<String> = []

    func add(_ word: String) { lock.withLock { _ = words.insert(word) } }
    func all() -> Set<String> { lock.withLock { words } }
}

/// How many of them failed.
func lifecycle(_ tools: Tools) -> Int {
    let all: [(String, (Tools) throws -> Void)] = [("ended twice", endedTwice), ("many threads", manyThreads)]
    var failed = 0
    for (name, run) in all {
        do { try run(tools) } catch {
            failed += 1
            print("FAILED \(name): \(error)")
        }
    }
    print("lifecycle: \(all.count) cases")
    return failed
}
