// The shell's voice: AVSpeechSynthesizer.

import AVFoundation
import XueyingCore
import XueyingShell

@MainActor
final class Speaker: NSObject, Voice, AVSpeechSynthesizerDelegate {
    private let synthesizer = AVSpeechSynthesizer()
    private var waiting: CheckedContinuation<Void, Never>?

    override init() {
        super.init()
        synthesizer.delegate = self
    }

    func speak(_ sentence: String, _ lang: Lang) async {
        let utterance = AVSpeechUtterance(string: sentence)
        utterance.voice = AVSpeechSynthesisVoice(language: lang == .zh ? "zh-CN" : "en-US")
        await withCheckedContinuation { waiting in
            self.waiting = waiting
            synthesizer.speak(utterance)
        }
    }

    nonisolated func silence() {
        Task { @MainActor in synthesizer.stopSpeaking(at: .immediate) }
    }

    nonisolated func speechSynthesizer(_: AVSpeechSynthesizer, didFinish _: AVSpeechUtterance) { spoken() }

    nonisolated func speechSynthesizer(_: AVSpeechSynthesizer, didCancel _: AVSpeechUtterance) { spoken() }

    private nonisolated func spoken() {
        Task { @MainActor in
            waiting?.resume()
            waiting = nil
        }
    }
}
