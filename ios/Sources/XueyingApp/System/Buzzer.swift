// The shell's touch: UIKit's feedback generators.

import UIKit
import XueyingCore
import XueyingShell

struct Buzzer: Touch {
    func feel(_ haptic: Haptic) {
        Task { @MainActor in
            switch haptic {
            case .tick: UIImpactFeedbackGenerator(style: .light).impactOccurred()
            case .done: UINotificationFeedbackGenerator().notificationOccurred(.success)
            }
        }
    }
}
