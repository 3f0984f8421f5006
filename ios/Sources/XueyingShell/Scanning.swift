// A code, from the first frame to its text.

import XueyingCore

/// Looks for a code in the newest frame, again and again.
final class Scanning: Sendable {
    private let scanner: CodeScanner
    private let lang: Lang
    private let show: @Sendable (Finder) -> Void
    private let frames: AsyncStream<Frame>
    private let newest: AsyncStream<Frame>.Continuation

    init(clock: any Clock, lang: Lang, show: @escaping @Sendable (Finder) -> Void) {
        scanner = CodeScanner(clock: clock)
        self.lang = lang
        self.show = show
        (frames, newest) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a frame from the camera.
    func push(_ frame: Frame) { newest.yield(frame) }

    /// The text of the first code that is read.
    func run() async throws -> String {
        for await frame in frames {
            guard let luma = frame.planes.first else { throw CameraTrouble() }
            let scan = try scanner.pushFrame(shape: frame.shape, luma: luma)
            var finder = Finder()
            finder.hint = scan.hint.map { lang.word($0.textKey) }
            show(finder)
            if let code = scan.codes.first { return code.text() }
        }
        throw CancellationError()
    }
}
