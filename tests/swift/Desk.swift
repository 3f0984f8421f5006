// The scenarios of the procedure: which screen follows on what, and which errands.

import Foundation

/// Where the service of the scenarios puts an upload.
private let upload = "/v1/uploads/u1"
private let taken =
    #"{"photo":"p000000000000001","enrolment":"e000000000000001","state":"calibrating","reasons":[]}"#

/// A request that was sent and not answered.
private struct Sent {
    let ticket: UInt64
    let request: ServiceRequest
    var key: String { "\(request.method) \(request.path)" }
    var isUpload: Bool { request.path.contains("/uploads") }
}

/// A device, and a service that answers as the scenario says.
final class Device {
    private let tools: Tools
    private let folder: URL
    private let phone = Phone()
    private var sent: [Sent] = []
    private var wake: (UInt64, UInt64) = (0, 0)
    private var order: CaptureOrder?
    private var consent = String(repeating: "0", count: 64)
    private var received = 0
    private(set) var desk: Desk

    init(_ tools: Tools, _ folder: URL) throws {
        self.tools = tools
        self.folder = folder
        desk = try Self.open(tools, folder, phone)
    }

    private static func open(_ tools: Tools, _ folder: URL, _ phone: Phone) throws -> Desk {
        let setup = DeskSetup(folder: folder.path, profile: tools.profile, keys: phone)
        return try Desk.open(setup: setup, ports: Ports(signer: phone, clock: phone, log: phone))
    }

    /// What happens at a step; the names of the errands that follow.
    func happen(_ event: Any?) throws -> [String] {
        if let fields = event as? Fields { return try note(told(fields)) }
        switch event as? String {
        case "taken": return try note(desk.taken(photo: photo()))
        case "woken":
            phone.wait(wake.1)
            return try note(desk.woken(ticket: wake.0))
        case "resumed": return try note(desk.resumed())
        case "reopened": return try note(reopened())
        case "carried": return try carry()
        default: throw Failed(message: "no event \(String(describing: event))")
        }
    }

    private func reopened() throws -> [Errand] {
        desk.end()
        try expect(try coded { try desk.resumed() }.error, "desk_closed", "after its end")
        sent = []
        order = nil
        desk = try Self.open(tools, folder, phone)
        return try desk.begin()
    }

    private func told(_ event: Fields) throws -> [Errand] {
        if let to = event["reply"] as? String {
            guard let found = sent.firstIndex(where: { $0.key == to }) else { throw Failed(message: "no \(to)") }
            return try desk.replied(ticket: sent.remove(at: found).ticket, reply: reply(event))
        }
        switch event.keys.first {
        case "act": return try desk.act(action: value(event.text("act")))
        case "tick": return try desk.tick(point: UInt32(event.number("tick")))
        case "typed": return try desk.typed(text: event.text("typed"))
        case "camera":
            let said = event.texts("camera")
            return try desk.camera(permission: value(said[0]), platform: value(said[1]))
        case "notifications": return try desk.notifications(may: event["notifications"] as? Bool ?? false)
        case "saved": return try desk.saved(done: event["saved"] as? Bool ?? false)
        case "break":
            phone.breakPort(event.text("break"))
            return []
        default: throw Failed(message: "no event \(event)")
        }
    }

    /// The reply of a scenario; none where nobody answers.
    private func reply(_ said: Fields) throws -> ServiceReply? {
        let body: Data
        switch said["body"] {
        case nil: body = Data()
        case let text as String: body = text == "$portrait" ? Data([0xff, 0xd8, 0xff, 0xd9]) : Data(text.utf8)
        case let json?:
            let text = String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
            body = Data(text.replacingOccurrences(of: "$consent", with: consent).utf8)
        }
        let headers = said.fields("headers").map { HttpHeader(name: $0.key, value: $0.value as? String ?? "") }
        let status = said.number("status")
        return status == 0 ? nil : ServiceReply(status: UInt16(status), headers: headers, body: body)
    }

    /// The service takes the photo: it answers every word about it, until there is none.
    private func carry() throws -> [String] {
        var done: [String] = []
        while let found = sent.firstIndex(where: \.isUpload) {
            let word = sent.remove(at: found)
            let errands = try desk.replied(ticket: word.ticket, reply: uploaded(word.request))
            done += try note(errands).filter { !$0.contains("/uploads") }
        }
        return done
    }

    private func uploaded(_ request: ServiceRequest) -> ServiceReply {
        if request.method == "PATCH" { received += request.body?.count ?? 0 }
        switch request.method {
        case "POST":
            return ServiceReply(status: 201, headers: [HttpHeader(name: "Location", value: upload)], body: Data())
        case "PUT":
            return ServiceReply(status: 200, headers: [], body: Data(taken.utf8))
        case "DELETE": return ServiceReply(status: 204, headers: [], body: Data())
        default:
            let offset = HttpHeader(name: "Upload-Offset", value: "\(received)")
            return ServiceReply(status: 200, headers: [offset], body: Data())
        }
    }

    /// Remembers errands; their names.
    private func note(_ errands: [Errand]) throws -> [String] {
        try errands.map { errand in
            switch errand {
            case .send(let ticket, let request, _): return try note(Sent(ticket: ticket, request: request))
            case .wake(let ticket, let after):
                wake = (ticket, after)
                return "wake"
            case .openCamera(let order):
                self.order = order
                return "open_camera"
            case .closeCamera: return "close_camera"
            case .askCamera: return "ask_camera"
            case .openSettings: return "open_settings"
            case .askNotifications: return "ask_notifications"
            case .save: return "save"
            }
        }
    }

    private func note(_ now: Sent) throws -> String {
        if now.request.method == "PUT", now.request.path.hasSuffix("/consent") {
            let body = try JSONSerialization.jsonObject(with: now.request.body ?? Data()) as? Fields
            consent = body?.text("text") ?? ""
        }
        sent.removeAll { $0.ticket == now.ticket }
        sent.append(now)
        return now.key
    }

    /// The photo of the last order.
    private func photo() throws -> SealedPhoto {
        guard let order else { throw Failed(message: "the camera was not opened") }
        let session = try Session(tools, source: .simulated, order: order)
        defer { session.live.end() }
        return try session.photo()
    }
}

func procedure(_ scenario: Fields, _ tools: Tools) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try go(scenario, scenarios("procedure"), Device(tools, folder))
}

/// The case that comes before, if there is one, then the steps of this one.
private func go(_ scenario: Fields, _ all: [Fields], _ device: Device) throws {
    if let before = all.first(where: { $0.text("name") == scenario.text("from") }) { try go(before, all, device) }
    for step in scenario.list("steps") {
        let done = try device.happen(step["event"])
        let view = try device.desk.view(lang: .zh)
        let what = "\(step["event"] ?? "")"
        try expect(word(view.screen), step.text("screen"), what)
        try expect(done, step.texts("do"), what)
        try expect(view.waiting, step["waits"] as? Bool ?? false, "\(what) waits")
        try expect(view.notice != nil, step["notice"] as? Bool ?? false, "\(what) has a notice")
    }
}
