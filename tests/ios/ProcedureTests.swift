// The scenarios of the procedure lead the shell from screen to screen.

import Foundation
import XueyingCore
import XueyingShell

/// One device on its way through a scenario.
private final class Journey {
    let device: Device
    let tools: Tools
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    var desk: Desk
    var shell: Shell

    init(_ tools: Tools) throws {
        self.tools = tools
        device = try Device()
        (desk, shell) = try Journey.open(tools, device, folder)
    }

    /// Opens the shell on what is in the folder.
    static func open(_ tools: Tools, _ device: Device, _ folder: URL) throws -> (Desk, Shell) {
        guard let signer = softwareSigner(secret: Data(repeating: 7, count: 32)) else { throw Failed("no key") }
        let ports = Ports(signer: signer, clock: device, log: noLog())
        let setup = DeskSetup(folder: folder.path, profile: tools.profile, keys: device)
        let desk = try Desk.open(setup: setup, ports: ports)
        let people = People()
        let phone = Phone(
            platform: .android, camera: device.camera, voice: people, touch: people, service: device, screens: device,
            patience: device, ports: ports)
        return (desk, Shell(desk: desk, phone: phone, kit: tools.kit, lang: .zh))
    }

    func start() async throws {
        await shell.attach(device.show)
        await shell.begin()
    }

    func reopen() async throws {
        await end()
        (desk, shell) = try Journey.open(tools, device, folder)
        try await start()
    }

    func end() async {
        await shell.attach(nil)
        desk.end()
        device.forget()
    }

    func follow(_ steps: [Fields], then: (Journey) async throws -> Void = { _ in }) async throws {
        try await start()
        for (step, next) in zip(steps, steps.dropFirst().map { Optional($0) } + [nil]) { try await take(step, next) }
        let wanted = ["welcome"] + steps.map { $0["screen"] as? String ?? "" }
        let seen = device.pages.map { word($0.view.screen) }
        try expect(inTurn(seen) == inTurn(wanted), "\(inTurn(seen)) instead of \(inTurn(wanted))")
        try await then(self)
        await end()
        try FileManager.default.removeItem(at: folder)
    }

    private func take(_ step: Fields, _ next: Fields?) async throws {
        let wanted = step["do"] as? [String] ?? []
        let event = step["event"] as? String ?? ""
        // The shell looks by itself whether the camera is allowed, and is at the next step at once where it is not.
        let permission = try next.flatMap(permission)
        let looksItself = wanted.contains("open_camera") && permission != nil
        if looksItself, let permission { device.camera.allow(permission) }
        device.look(holds: wanted.contains("wake"))
        switch event {
        case "": try await happen(step["event"] as? Fields ?? [:])
        case "taken", "carried": break
        case "woken": device.wake()
        case "resumed": await shell.resumed()
        case "reopened": try await reopen()
        default: throw Failed("no event \(event)")
        }
        if looksItself { return }
        let good = event == "taken" ? try picture("good.nv21") : Data()
        let asked = wanted.filter { !["open_camera", "close_camera"].contains($0) }.sorted()
        do {
            try await until("\(step)") {
                if event == "taken" { device.camera.show(good) }
                if event == "carried" { device.carry() }
                return met(step, asked)
            }
        } catch {
            throw Failed("\(step): asked \(device.asked), shown \(String(describing: device.pages.last))")
        }
    }

    private func happen(_ event: Fields) async throws {
        switch event.keys.sorted().last(where: { $0 != "status" && $0 != "body" && $0 != "headers" }) {
        case "reply": try device.reply(event)
        case "act":
            let action: Action = try value(event["act"])
            // A person taps on what they see; a scenario on more than that.
            try? await until("the action", within: 500) {
                device.pages.last?.view.actions.contains { $0.action == action } == true
            }
            await shell.act(action)
        case "break": device.lockKeys(event["break"] as? String == "keys")
        case "tick": await shell.tick(event["tick"] as? Int ?? 0)
        case "typed": await shell.type(event["typed"] as? String ?? "")
        case "notifications": device.answer(event["notifications"] as? Bool ?? false)
        case "saved": device.answer(event["saved"] as? Bool ?? false)
        case "camera": if let permission = try permission(["event": event]) { device.permit(permission) }
        default: throw Failed("no event \(event)")
        }
    }

    private func met(_ step: Fields, _ asked: [String]) -> Bool {
        guard let page = device.pages.last else { return false }
        let carried = step["event"] as? String == "carried"
        let heard = device.asked.filter { !(carried && $0.contains("/uploads")) }
        return word(page.view.screen) == step["screen"] as? String && page.view.waiting == step["waits"] as? Bool
            && (page.view.notice != nil) == (step["notice"] as? Bool ?? false)
            && device.camera.isOpen == (page.view.screen == .capture) && heard.sorted() == asked
    }
}

private func permission(_ step: Fields) throws -> Permission? {
    guard let camera = (step["event"] as? Fields)?["camera"] as? [String] else { return nil }
    return try value(camera.first)
}

/// Without what repeats itself.
private func inTurn(_ screens: [String]) -> [String] {
    screens.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
}

/// The value of an enum by its name in the scenarios.
private func value<E: CaseIterable>(_ name: Any?) throws -> E {
    guard let found = E.allCases.first(where: { word($0) == name as? String }) else {
        throw Failed("no value \(String(describing: name))")
    }
    return found
}

/// The name of a value in the scenarios.
private func word<E>(_ value: E) -> String {
    "\(value)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
}

/// Once the phone is bound, a code is scanned from the poster.
private func aCodeIsScanned(_ journey: Journey) async throws {
    let device = journey.device
    let poster = try picture("poster.luma")
    await journey.shell.scan()
    try await until("the viewfinder") { device.camera.isOpen && device.pages.last?.finder != nil }
    try await until("the session's code") {
        device.camera.showLuma(poster)
        return device.asked.contains("GET /v1/sessions/25103003")
    }
    try await until("the end") { !device.camera.isOpen && device.pages.last?.finder == nil }
}

private func aCodeIsReadFromAPicture(_ journey: Journey) async throws {
    let (device, shell) = (journey.device, journey.shell)
    await shell.picture(try picture("words.jpg"))
    try await until("why not") { device.pages.last?.trouble.isEmpty == false }
    await shell.picture(try picture("poster.png"))
    try await until("the session's code") { device.asked.contains("GET /v1/sessions/25103003") }
    try await until("the page") { device.pages.last?.trouble == [] }
}

private func whoMayNotScanReadsWhy(_ journey: Journey) async throws {
    let (device, shell) = (journey.device, journey.shell)
    device.camera.allow(.restricted)
    let scan = Task { await shell.scan() }
    try await until("the question") { device.asked.contains("ask_camera") }
    device.permitAnyway(.restricted)
    await scan.value
    let why = Lang.zh.word("camera.permission.restricted")
    try expect(device.pages.last?.trouble == [why], "\(String(describing: device.pages.last))")
    device.camera.allow(.granted)
    await shell.scan()
    try await until("the viewfinder") { device.camera.isOpen && device.pages.last?.trouble == [] }
    await shell.leave()
    try await until("the page") { !device.camera.isOpen && device.pages.last?.finder == nil }
}

private func aPhoneOnItsSideShowsTheReasonAlone(_ journey: Journey) async throws {
    await journey.shell.turned(onItsSide: true)
    let reason = text(key: "guide.helper.device_tilt", lang: .zh)
    try expect(journey.device.pages.last?.turn == reason, "no reason")
    await journey.shell.turned(onItsSide: false)
    try expect(journey.device.pages.last?.turn == nil, "no page")
}

/// A test for every scenario; those that another one begins with run as its beginning.
func procedureTests(_ tools: Tools) throws -> [(String, () async throws -> Void)] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "tests/scenarios/procedure.json"))
    let cases = try JSONSerialization.jsonObject(with: data) as? [Fields] ?? []
    let begun = Set(cases.compactMap { $0["from"] as? String })
    func steps(_ case: Fields) -> [Fields] {
        let before = cases.first { $0["name"] as? String == `case`["from"] as? String }
        return (before.map(steps) ?? []) + (`case`["steps"] as? [Fields] ?? [])
    }
    let bound = cases.filter { $0["name"] as? String == "the phone is bound" }.flatMap(steps)
    let moments = [
        ("a code is scanned from the poster, and the camera is closed", aCodeIsScanned),
        ("a code is read from a picture, and what is no picture is told", aCodeIsReadFromAPicture),
        ("who may not scan reads why, and who has enough of it is back on the page", whoMayNotScanReadsWhy),
        ("a phone on its side shows the reason alone, and turned back the page", aPhoneOnItsSideShowsTheReasonAlone),
    ]
    return moments.map { name, moment in (name, { try await Journey(tools).follow(bound, then: moment) }) }
        + cases.filter { !begun.contains($0["name"] as? String ?? "") }.map { one in
            (one["name"] as? String ?? "", { try await Journey(tools).follow(steps(one)) })
        }
}
