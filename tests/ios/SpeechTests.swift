// One sentence after the other.

import Foundation
import XueyingCore
import XueyingShell

private final class SlowVoice: Voice, @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    var heard: [String] { lock.withLock { lines } }

    func speak(_ sentence: String, _ lang: Lang) async {
        lock.withLock { lines.append(sentence) }
        try? await Task.sleep(nanoseconds: 100_000_000)
        lock.withLock { lines.append("end of \(sentence)") }
    }

    func silence() { lock.withLock { lines.append("silence") } }
}

func sentencesAreSpokenToTheirEnd() async throws {
    let voice = SlowVoice()
    let speech = Speech(voice: voice, lang: .zh)
    speech.say("a")
    try await until("a") { !voice.heard.isEmpty }
    for sentence in ["b", "c", "d"] { speech.say(sentence) }
    try await until("the end of d") { voice.heard.last == "end of d" }
    speech.stop()
    try expect(voice.heard == ["a", "end of a", "d", "end of d", "silence"], "\(voice.heard)")
}
