// The viewfinder: the preview with its overlay, one message for the helper, and the shutter once it is offered.

import AVFoundation
import SwiftUI
import XueyingCore
import XueyingShell

struct FinderView: View {
    let finder: Finder
    let model: Model
    @State private var reasons: [String: String] = [:]

    var body: some View {
        ZStack(alignment: .bottom) {
            PreviewView(session: model.camera.session)
                .accessibilityLabel(model.lang.word("procedure.screens.capture.title"))
            OverlayView(overlay: finder.overlay)
            VStack(spacing: 12) {
                ProgressView(value: Double(finder.readiness))
                if let hint = finder.hint { Text(hint).font(.title2).multilineTextAlignment(.center) }
                ForEach(finder.trouble, id: \.self) { Text($0) }
                ForEach(finder.broken) { rule in reason(rule) }
                if let words = finder.shutter {
                    Button(words) { model.tell { await $0.press() } }
                        .accessibilityLabel(model.lang.word("live.press"))
                        .buttonStyle(.borderedProminent)
                }
                Button(model.lang.word("procedure.actions.back")) { model.tell { await $0.leave() } }
            }
            .padding()
            .frame(maxWidth: .infinity)
            .background(.black.opacity(0.7))
            .foregroundStyle(.white)
        }
        .ignoresSafeArea()
        .onChange(of: finder.hint) { hint in
            if let hint { UIAccessibility.post(notification: .announcement, argument: hint) }
        }
    }

    /// A rule that stands in the way, and what the person has to say about it.
    private func reason(_ rule: Broken) -> some View {
        VStack {
            TextField(rule.title, text: Binding(get: { reasons[rule.id] ?? "" }, set: { reasons[rule.id] = $0 }))
                .textFieldStyle(.roundedBorder)
            Button(model.lang.word("live.reason")) {
                let text = reasons[rule.id] ?? ""
                model.tell { await $0.giveReason(rule, text) }
            }
        }
    }
}

/// What the camera sees.
struct PreviewView: UIViewRepresentable {
    let session: AVCaptureSession

    final class Layer: UIView {
        override class var layerClass: AnyClass { AVCaptureVideoPreviewLayer.self }
    }

    func makeUIView(context: Context) -> Layer {
        let view = Layer()
        if let layer = view.layer as? AVCaptureVideoPreviewLayer {
            layer.session = session
            layer.videoGravity = .resizeAspectFill
        }
        return view
    }

    func updateUIView(_: Layer, context: Context) {}
}
