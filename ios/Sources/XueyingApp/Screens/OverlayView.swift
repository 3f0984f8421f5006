// The core's display list over the preview.

import SwiftUI
import XueyingCore
import XueyingShell

struct OverlayView: View {
    let overlay: [OverlayShape]

    /// The sides of the preset for photos, upright.
    private let preview: (Float, Float) = (3, 4)

    var body: some View {
        Canvas { context, size in
            let view = (Float(size.width), Float(size.height))
            for stroke in strokes(overlay, in: .filling(view: view, preview: preview)) {
                var path = Path()
                path.addLines(stroke.points.map { CGPoint(x: CGFloat($0.x), y: CGFloat($0.y)) })
                if stroke.closed { path.closeSubpath() }
                let style = StrokeStyle(
                    lineWidth: CGFloat(stroke.width), lineJoin: .round, dash: stroke.dashes.map { CGFloat($0) })
                context.stroke(path, with: .color(colour(stroke.colour)), style: style)
            }
        }
        // What it shows is said in words beside it.
        .accessibilityHidden(true)
        .allowsHitTesting(false)
    }

    private func colour(_ rgb: UInt32) -> Color {
        let part = { (shift: UInt32) in Double(rgb >> shift & 0xff) / 255 }
        return Color(red: part(16), green: part(8), blue: part(0))
    }
}
