// The app's target in Xcode: this file, the two beside it, the package XueyingApp, and the folder `models` that
// `cargo xtask models --phone` fills.

import SwiftUI
import XueyingApp

@main
struct Main: App {
    var body: some Scene {
        WindowGroup { RootView() }
            .backgroundTask(.appRefresh("xueying.errands")) { await RootView.runErrands() }
    }
}
