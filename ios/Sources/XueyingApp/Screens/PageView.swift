// A page of the procedure, from top to bottom as the core lists it.

import PhotosUI
import SwiftUI
import XueyingCore
import XueyingShell

struct PageView: View {
    let page: Page
    let model: Model
    @State private var typed = ""
    @State private var picked: PhotosPickerItem?

    private var view: ScreenView { page.view }

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                if let rehearsal = view.rehearsal { Text(rehearsal).bold().foregroundStyle(.orange) }
                if let progress = view.progress { bar(progress) }
                Text(view.title).font(.title).accessibilityAddTraits(.isHeader)
                ForEach(told, id: \.self) { Text($0).foregroundStyle(.orange) }
                ForEach(view.body, id: \.self) { Text($0) }
                if let portrait = page.portrait.flatMap(UIImage.init) {
                    Image(uiImage: portrait).resizable().scaledToFit().accessibilityLabel(view.title)
                }
                points
                if let input = view.input { inputs(input) }
                if view.waiting { ProgressView() }
                ForEach(view.actions, id: \.action) { button in
                    Button(button.label) { act(button.action) }.buttonStyle(.borderedProminent).controlSize(.large)
                }
            }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding()
        }
        .onChange(of: view.screen) { _ in typed = "" }
        .onChange(of: told) { lines in
            UIAccessibility.post(notification: .announcement, argument: lines.joined(separator: "\n"))
        }
        .onChange(of: picked) { item in
            guard let item else { return }
            Task {
                if let file = try? await item.loadTransferable(type: Data.self) {
                    model.tell { await $0.picture(file) }
                }
            }
        }
    }

    private var told: [String] { [view.notice].compactMap { $0 } + page.trouble }

    private var points: some View {
        ForEach(Array(view.points.enumerated()), id: \.offset) { index, point in
            Button {
                model.tell { await $0.tick(index) }
            } label: {
                Label(point.text, systemImage: point.done ? "checkmark.square" : "square")
            }
            .accessibilityAddTraits(point.done ? [.isSelected] : [])
        }
    }

    /// Of a photo on its way its bytes, else the steps of the procedure.
    private func bar(_ progress: StepProgress) -> some View {
        let done = progress.sent ?? UInt64(progress.step)
        return ProgressView(value: Double(done), total: Double(progress.bytes ?? UInt64(progress.of)))
    }

    @ViewBuilder
    private func inputs(_ input: XueyingCore.Input) -> some View {
        TextField(view.title, text: $typed)
            .textFieldStyle(.roundedBorder)
            .keyboardType(input == .collectionCode ? .asciiCapable : .numberPad)
            .textContentType(input == .smsCode ? .oneTimeCode : nil)
            .autocorrectionDisabled()
            .onSubmit { act(.enter) }
        if input == .sessionCode || input == .collectionCode {
            Button(model.lang.word("procedure.input.scan")) { model.tell { await $0.scan() } }
            PhotosPicker(model.lang.word("procedure.input.picture"), selection: $picked, matching: .images)
        }
    }

    private func act(_ action: Action) {
        let text = typed
        model.tell { shell in
            if action == .enter { await shell.type(text) } else { await shell.act(action) }
        }
    }
}
