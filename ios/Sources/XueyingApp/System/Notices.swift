// What is told while nothing is on the screen.

import UserNotifications
import XueyingCore
import XueyingShell

/// Each new screen is a notification. It names nobody: a locked phone shows it too.
final class Notices: @unchecked Sendable {
    private var screen: XueyingCore.Screen?

    func show(_ page: Page) {
        defer { screen = page.view.screen }
        guard let before = screen, before != page.view.screen else { return }
        let content = UNMutableNotificationContent()
        content.title = page.view.title
        let request = UNNotificationRequest(identifier: "result", content: content, trigger: nil)
        UNUserNotificationCenter.current().add(request)
    }
}
