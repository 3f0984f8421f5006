// What a person sees at a moment.

import Foundation
import XueyingCore

/// The screen of the procedure, and what the shell has to add to it.
public struct Page: Equatable, Sendable {
    /// The core's words.
    public var view: ScreenView
    /// The camera's picture, while one is looked through: for the photo, or for a code.
    public var finder: Finder?
    /// The student's portrait, a JPEG.
    public var portrait: Data?
    /// What did not work, and what helps.
    public var trouble: [String] = []
    /// Why nothing else is shown: the phone lies on its side.
    public var turn: String?
}
