// The window: a page, or the viewfinder over it, or why there is neither.

import SwiftUI
import XueyingCore
import XueyingShell

public struct RootView: View {
    @ObservedObject private var model = Model.shared
    @Environment(\.scenePhase) private var phase

    public init() {}

    /// A moment in the background.
    public static func runErrands() async { await Model.shared.runErrands() }

    public var body: some View {
        GeometryReader { space in
            ZStack {
                if let turn = model.page?.turn {
                    Text(turn).font(.title).multilineTextAlignment(.center).padding()
                } else if let page = model.page {
                    PageView(page: page, model: model)
                    if let finder = page.finder { FinderView(finder: finder, model: model) }
                } else {
                    Text(model.trouble.joined(separator: "\n")).padding()
                }
            }
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .onChange(of: space.size.width > space.size.height) { onItsSide in
                model.tell { await $0.turned(onItsSide: onItsSide) }
            }
        }
        .task { await model.start() }
        .onChange(of: phase) { phase in
            switch phase {
            case .active:
                model.tell { await $0.resumed() }
                Task { await model.show() }
            case .background:
                Errands.schedule()
                model.tell { await $0.paused() }
            default: break
            }
        }
        // The link behind the QR code of a session's poster.
        .onOpenURL { link in model.tell { await $0.type(link.absoluteString) } }
        .onContinueUserActivity(NSUserActivityTypeBrowsingWeb) { activity in
            if let link = activity.webpageURL { model.tell { await $0.type(link.absoluteString) } }
        }
    }
}
