// The core's display list as lines of points on the screen, for whatever draws them.

import XueyingCore

/// Where the preview lies on the screen; it may reach beyond its edges.
public struct Place: Equatable, Sendable {
    public let left, top, width, height: Float

    /// A preview of these sides that fills a view: the sides keep their ratio, what is too much is cut off evenly.
    public static func filling(view: (Float, Float), preview: (Float, Float)) -> Place {
        let scale = max(view.0 / preview.0, view.1 / preview.1)
        let (width, height) = (preview.0 * scale, preview.1 * scale)
        return Place(left: (view.0 - width) / 2, top: (view.1 - height) / 2, width: width, height: height)
    }
}

/// A line to be drawn.
public struct Stroke: Equatable, Sendable {
    public let points: [Point]
    public let closed: Bool
    public let width: Float
    /// What is drawn and what is left out; empty for an unbroken line.
    public let dashes: [Float]
    /// 0xRRGGBB.
    public let colour: UInt32
}

/// The lines of a display list, back to front: each shape is its edge and itself.
public func strokes(_ overlay: [OverlayShape], in place: Place) -> [Stroke] {
    let side = min(place.width, place.height)
    return overlay.flatMap { shape in
        let points = shape.points.map {
            Point(x: place.left + $0.x * place.width, y: place.top + $0.y * place.height)
        }
        let dashes = shape.dashed ? [3 * shape.width * side, 2 * shape.width * side] : []
        return [(shape.edge, 0), (shape.width, shape.colour)].map { width, colour in
            Stroke(points: points, closed: shape.closed, width: width * side, dashes: dashes, colour: colour)
        }
    }
}
