// Brings photos away and looks for news while nothing is on the screen.

import BackgroundTasks
import Foundation
import XueyingShell

enum Errands {
    /// As Info.plist permits it.
    static let name = "xueying.errands"

    /// Asks iOS for a moment in the background, no sooner than in a quarter of an hour.
    static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: name)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }

    /// The moment has come.
    static func run(_ shell: Shell) async {
        schedule()
        let notices = Notices()
        await shell.attach(notices.show)
        await shell.resumed()
        await shell.settle()
    }
}
