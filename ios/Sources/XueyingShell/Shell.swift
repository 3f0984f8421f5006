// The procedure on a phone.

import Foundation
import XueyingCore

/// What the core needs to see and to judge; loaded once.
public struct Kit: Sendable {
    public let models: Models
    public let profile: Profile
    public let checker: Checker

    public init(models: Models, profile: Profile) throws {
        self.models = models
        self.profile = profile
        checker = try Checker(models: models, profile: profile)
    }
}

/// Tells the desk what happened, does its errands, and shows what it says. It decides nothing. One thing is done after the
/// other.
public actor Shell {
    let desk: Desk
    let phone: Phone
    let kit: Kit
    let lang: Lang
    /// What looks through the camera, and what it takes frames with.
    var looking: Look?
    private var show: (@Sendable (Page) -> Void)?
    private var page: Page?
    private var taken: Data?
    private var sending = 0

    public init(desk: Desk, phone: Phone, kit: Kit, lang: Lang) {
        self.desk = desk
        self.phone = phone
        self.kit = kit
        self.lang = lang
    }

    /// Goes on from where the desk was; once.
    public func begin() { told { try desk.begin() } }

    /// Shows the pages from now on; nobody, where there is no screen.
    public func attach(_ show: (@Sendable (Page) -> Void)?) {
        self.show = show
        if let page { show?(page) }
    }

    /// A person tapped on an action.
    public func act(_ action: Action) { told { try desk.act(action: action) } }

    /// A person ticked a point of a list.
    public func tick(_ point: Int) { told { try desk.tick(point: UInt32(point)) } }

    /// A person typed something, or followed a link.
    public func type(_ text: String) { told { try desk.typed(text: text) } }

    /// A person wants to scan a code.
    public func scan() async {
        var state = phone.camera.permission()
        if state != .granted { state = await phone.camera.ask() }
        let advice = permissionAdvice(permission: state, platform: phone.platform)
        refresh { $0.trouble = advice.map { lang.trouble($0.textKey) } ?? [] }
        if advice == nil { lookForCode() }
    }

    /// A person does not want to look through the camera any more.
    public func leave() {
        if looking?.scans == true { stopLooking() } else { act(.back) }
    }

    /// A person chose a picture with a code in it.
    public func picture(_ file: Data) {
        do {
            let codes = try CodeScanner(clock: phone.ports.clock).readFile(file: file)
            type(codes.first?.text() ?? "")
        } catch let error as ScanError {
            refresh { $0.trouble = lang.trouble(error.textKey()) }
        } catch {
            refresh { $0.trouble = broken }
        }
    }

    /// The helper presses the shutter.
    public func press() async { await looking?.capture?.press() }

    /// The photo is handed in although it breaks a rule, for this reason.
    public func giveReason(_ rule: Broken, _ reason: String) async {
        await looking?.capture?.giveReason(rule, reason)
    }

    /// The phone was turned; on its side there is nothing but the reason why not.
    public func turned(onItsSide: Bool) {
        refresh { $0.turn = onItsSide ? lang.word("guide.helper.device_tilt") : nil }
    }

    /// The app is out of sight: the camera rests.
    public func paused() { phone.camera.close() }

    /// The app is in sight, the network is back, or a notification came.
    public func resumed() async {
        await lookAgain()
        told { try desk.resumed() }
    }

    /// Waits until nothing is on its way to the service.
    public func settle() async {
        var quiet = 0
        // Between an answer and the next request there is a moment.
        while quiet < 5, !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 100_000_000)
            quiet = sending == 0 ? quiet + 1 : 0
        }
    }

    var broken: [String] { lang.trouble("errors.broken.message") }

    func took(_ photo: SealedPhoto) {
        taken = portrait(photo)
        told { try desk.taken(photo: photo) }
    }

    func refresh(_ change: (inout Page) -> Void) {
        guard var changed = page else { return }
        change(&changed)
        turnTo(changed)
    }

    /// Tells the desk, and does what follows.
    private func told(_ call: () throws -> [Errand]) {
        do {
            for errand in try call() { perform(errand) }
            let view = try desk.view(lang: lang)
            if page?.view.screen != view.screen, looking?.scans == true { stopLooking() }
            if view.screen != .preview { taken = nil }
            var next = page ?? Page(view: view)
            if next.view != view { next.trouble = [] }
            next.view = view
            next.portrait = try taken ?? desk.portrait()
            turnTo(next)
        } catch {
            let key = (error as? DeskError)?.textKey()
            refresh { $0.trouble = key.map(lang.trouble) ?? broken }
        }
    }

    private func perform(_ errand: Errand) {
        switch errand {
        case .send(let ticket, let request, let after):
            later(after) { shell in
                let reply = await shell.sent(request)
                await shell.told { try shell.desk.replied(ticket: ticket, reply: reply) }
            }
        case .wake(let ticket, let after):
            later(after) { shell in await shell.told { try shell.desk.woken(ticket: ticket) } }
        case .openCamera(let order): openCamera(order)
        case .closeCamera: stopLooking()
        case .askCamera:
            later { shell in await shell.permitted(await shell.phone.camera.ask()) }
        case .openSettings:
            later { shell in
                await shell.phone.screens.openSettings()
                await shell.permitted(shell.phone.camera.permission())
            }
        case .askNotifications:
            later { shell in
                let may = await shell.phone.screens.mayNotify()
                await shell.told { try shell.desk.notifications(may: may) }
            }
        case .save(let jpeg):
            later { shell in
                let done = await shell.phone.screens.save(jpeg)
                await shell.told { try shell.desk.saved(done: done) }
            }
        }
    }

    private func openCamera(_ order: CaptureOrder) {
        let state = phone.camera.permission()
        // Told once the errands of this moment are done.
        guard state == .granted else { return later { shell in await shell.permitted(state) } }
        lookForPhoto(order)
    }

    private func permitted(_ permission: Permission) {
        told { try desk.camera(permission: permission, platform: phone.platform) }
    }

    private func sent(_ request: ServiceRequest) async -> ServiceReply? {
        sending += 1
        defer { sending -= 1 }
        return await phone.service.send(request)
    }

    private func later(_ millis: UInt64 = 0, _ errand: @escaping @Sendable (Shell) async -> Void) {
        Task {
            if millis > 0 { await phone.patience.wait(millis) }
            await errand(self)
        }
    }

    /// What the photo will look like; nothing where no portrait can be made of it.
    private func portrait(_ photo: SealedPhoto) -> Data? {
        let portrait = try? photo.open(checker: kit.checker).portrait(background: .official)
        return portrait?.preview(longSide: 640)
    }

    private func turnTo(_ next: Page) {
        if next != page { show?(next) }
        page = next
    }
}
