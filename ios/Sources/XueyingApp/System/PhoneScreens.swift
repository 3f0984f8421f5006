// What the shell leaves to iOS's own screens.

import Photos
import UIKit
import UserNotifications
import XueyingShell

struct PhoneScreens: SystemScreens {
    func openSettings() async {
        guard let settings = URL(string: UIApplication.openSettingsURLString) else { return }
        await UIApplication.shared.open(settings)
        let back = NotificationCenter.default.notifications(named: UIApplication.didBecomeActiveNotification)
        _ = await back.first { _ in true }
    }

    func mayNotify() async -> Bool {
        let asked = try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound])
        return asked ?? false
    }

    func save(_ jpeg: Data) async -> Bool {
        do {
            try await PHPhotoLibrary.shared().performChanges {
                PHAssetCreationRequest.forAsset().addResource(with: .photo, data: jpeg, options: nil)
            }
            return true
        } catch { return false }
    }
}
