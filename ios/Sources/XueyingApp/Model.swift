// What lives as long as the process: the desk with its shell, and the page that is shown.

import Foundation
import SwiftUI
import XueyingCore
import XueyingShell

@MainActor
final class Model: ObservableObject {
    static let shared = Model()
    @Published private(set) var page: Page?
    /// Why the app does not start.
    @Published private(set) var trouble: [String] = []
    let lang = langOfLocale(locale: Locale.preferredLanguages.first ?? "")
    let camera = RearCamera()
    private var shell: Shell?

    /// Opens the desk; everything on disk is there again.
    func start() async {
        guard shell == nil else { return await show() }
        do {
            let shell = try open()
            self.shell = shell
            await show()
            await shell.begin()
        } catch let error as DeskError {
            trouble = lang.trouble(error.textKey())
        } catch {
            trouble = lang.trouble("errors.broken.message")
        }
    }

    /// What a person does; nothing before the start.
    func tell(_ what: @escaping @Sendable (Shell) async -> Void) {
        guard let shell else { return }
        Task { await what(shell) }
    }

    /// A moment in the background.
    func runErrands() async {
        if shell == nil { await start() }
        if let shell { await Errands.run(shell) }
    }

    /// This model shows the pages, from now on.
    func show() async {
        await shell?.attach { page in Task { @MainActor [weak self] in self?.page = page } }
    }

    private func open() throws -> Shell {
        let profile = try Profile.named(name: "chsi")
        let models = try Models.fromFolder(folder: Bundle.main.bundlePath + "/models")
        let ports = Ports(signer: DeviceKey(), clock: systemClock(), log: noLog())
        let folder = try FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var desk = folder.appendingPathComponent("desk")
        let setup = DeskSetup(folder: desk.path, profile: profile, keys: PhotoKeys())
        let opened = try Desk.open(setup: setup, ports: ports)
        // What the app keeps can be read on this phone alone.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try desk.setResourceValues(values)
        return Shell(desk: opened, phone: try phone(ports), kit: try Kit(models: models, profile: profile), lang: lang)
    }

    private func phone(_ ports: Ports) throws -> Phone {
        let address = Bundle.main.object(forInfoDictionaryKey: "XueyingService") as? String ?? ""
        return Phone(
            platform: .ios, camera: camera, voice: Speaker(), touch: Buzzer(),
            service: Connection(client: try ServiceClient.open(address: address, pins: [])), screens: PhoneScreens(),
            patience: Sleep(), ports: ports)
    }
}

/// The core's own way to the service, off the threads that must not wait.
private struct Connection: Service {
    let client: ServiceClient

    func send(_ request: ServiceRequest) async -> ServiceReply? {
        await withCheckedContinuation { waiting in
            DispatchQueue.global().async { waiting.resume(returning: client.send(request: request)) }
        }
    }
}

private struct Sleep: Patience {
    func wait(_ millis: UInt64) async { try? await Task.sleep(nanoseconds: millis * 1_000_000) }
}
