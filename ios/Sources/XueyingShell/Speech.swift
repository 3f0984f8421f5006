// Sentences for the student, one after the other.

import XueyingCore

/// Speaks in turn: a sentence is never broken off by the next, and of those that wait only the newest is still true.
public final class Speech: Sendable {
    private let voice: any Voice
    private let waiting: AsyncStream<String>.Continuation
    private let speaker: Task<Void, Never>

    public init(voice: any Voice, lang: Lang) {
        let (sentences, waiting) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        self.voice = voice
        self.waiting = waiting
        speaker = Task {
            for await sentence in sentences { await voice.speak(sentence, lang) }
        }
    }

    public func say(_ sentence: String) { waiting.yield(sentence) }

    /// Says nothing more.
    public func stop() {
        speaker.cancel()
        waiting.finish()
        voice.silence()
    }
}
