// What is on the viewfinder.

import XueyingCore

/// The picture over the preview, and what stands beside it.
public struct Finder: Equatable, Sendable {
    /// The core's display list.
    public var overlay: [OverlayShape] = []
    /// What the helper reads.
    public var hint: String?
    /// Nearness to a photo, 0 to 1.
    public var readiness: Float = 0
    /// The words of the shutter, once it may be pressed by hand.
    public var shutter: String?
    /// Why the last photo was not taken, and what helps.
    public var trouble: [String] = []
    /// The rules that stood in its way; each may be handed in with a reason.
    public var broken: [Broken] = []

    public init() {}
}

/// A rule that a photo breaks.
public struct Broken: Equatable, Sendable, Identifiable {
    public let id: String
    public let title: String

    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}
