// A device that a scenario of the procedure leads: its service answers, and its person acts, as the scenario says.

import Foundation
import XueyingCore
import XueyingShell

typealias Fields = [String: Any]

/// Something that is asked now and answered later.
private struct Question<Answer> {
    let name: String
    let answer: CheckedContinuation<Answer, Never>
}

/// What a device was asked, and what it showed.
final class Device: Service, SystemScreens, Patience, Clock, KeyVault, @unchecked Sendable {
    private let lock = NSRecursiveLock()
    private var requests: [(request: ServiceRequest, question: Question<ServiceReply?>)] = []
    private var questions: [Question<Bool>] = []
    private var permissions: [Question<Permission>] = []
    private var waits: [Question<Void>] = []
    private var names: [String] = []
    private var shown: [Page] = []
    private var holding = false
    private var nanos: UInt64 = 0
    private var skipped: UInt64 = 0
    private var consent = String(repeating: "0", count: 64)
    private var received = 0
    private let keys: any KeyVault
    private var locked = false
    private(set) lazy var camera = PictureCamera { [unowned self] in await allowed("ask_camera") }

    init() throws { keys = try softwareKeyVault(secret: Data(repeating: 9, count: 32)) }

    var pages: [Page] { lock.withLock { shown } }

    /// What was asked of the device since `look`.
    var asked: [String] { lock.withLock { names } }

    func show(_ page: Page) { lock.withLock { shown.append(page) } }

    /// A step begins; `holds`: a wait is part of it, any other is over at once.
    func look(holds: Bool) {
        lock.withLock {
            names = []
            holding = holds
        }
    }

    /// Forgets what was asked: the app was killed.
    func forget() {
        lock.withLock {
            let lost = requests.map(\.question.answer)
            for wait in waits { wait.answer.resume() }
            (requests, questions, permissions, waits) = ([], [], [], [])
            for answer in lost { answer.resume(returning: nil) }
        }
    }

    func send(_ request: ServiceRequest) async -> ServiceReply? {
        await withCheckedContinuation { answer in
            lock.withLock {
                let name = "\(request.method) \(request.path)"
                if request.method == "PUT", name.hasSuffix("/consent"), let body = request.body {
                    let fields = try? JSONSerialization.jsonObject(with: body) as? Fields
                    consent = fields?["text"] as? String ?? ""
                }
                requests.append((request, Question(name: name, answer: answer)))
                names.append(name)
            }
        }
    }

    func openSettings() async { _ = await allowed("open_settings") }

    func mayNotify() async -> Bool { await ask("ask_notifications") }

    func save(_ jpeg: Data) async -> Bool { await ask("save") }

    func wait(_ millis: UInt64) async {
        guard lock.withLock({ holding }) else { return }
        await withCheckedContinuation { answer in
            lock.withLock {
                waits.append(Question(name: "wake", answer: answer))
                names.append("wake")
            }
        }
        lock.withLock { skipped += millis }
    }

    /// The key store does not answer, or does again.
    func lockKeys(_ locked: Bool) { lock.withLock { self.locked = locked } }

    func wrap(key: Data, context: Data) throws -> Data { try unlocked().wrap(key: key, context: context) }

    func unwrap(wrapped: Data, context: Data) throws -> Data {
        try unlocked().unwrap(wrapped: wrapped, context: context)
    }

    private func unlocked() throws -> any KeyVault {
        if lock.withLock({ locked }) { throw KeyVaultError.Locked }
        return keys
    }

    func monotonicNanos() throws -> UInt64 {
        lock.withLock {
            nanos += 1_000_000
            return nanos + skipped * 1_000_000
        }
    }

    func wallMillis() throws -> UInt64 { lock.withLock { 1_790_000_000_000 + skipped } }

    private func ask(_ name: String) async -> Bool {
        await withCheckedContinuation { answer in
            lock.withLock {
                questions.append(Question(name: name, answer: answer))
                names.append(name)
            }
        }
    }

    private func allowed(_ name: String) async -> Permission {
        await withCheckedContinuation { answer in
            lock.withLock {
                permissions.append(Question(name: name, answer: answer))
                names.append(name)
            }
        }
    }

    /// The person, or the system, answers the question that is open.
    func answer(_ may: Bool) { lock.withLock { questions.removeFirst() }.answer.resume(returning: may) }

    /// The person lets the app use the camera, or does not; whether they were asked.
    func permit(_ permission: Permission) {
        if camera.permission() != permission { permitAnyway(permission) }
    }

    /// The person answers, whatever was so before.
    func permitAnyway(_ permission: Permission) {
        camera.allow(permission)
        lock.withLock { permissions.removeFirst() }.answer.resume(returning: permission)
    }

    /// The time is over that was waited for last.
    func wake() { lock.withLock { waits.removeLast() }.answer.resume() }

    /// The service answers a request.
    func reply(_ event: Fields) throws {
        let name = event["reply"] as? String ?? ""
        let question = try lock.withLock {
            guard let at = requests.firstIndex(where: { $0.question.name == name }) else {
                throw Failed("nobody asked for \(name)")
            }
            return requests.remove(at: at).question
        }
        question.answer.resume(returning: try answer(event))
    }

    /// The service answers everything about an upload that is asked at the moment.
    func carry() {
        let found = lock.withLock {
            let found = requests.filter { $0.request.path.contains("/uploads") }
            requests.removeAll { $0.request.path.contains("/uploads") }
            return found
        }
        for (request, question) in found {
            let offset = lock.withLock {
                received += request.method == "PATCH" ? request.body?.count ?? 0 : 0
                return received
            }
            let reply: ServiceReply =
                switch request.method {
                case "POST": plain(201, ["Location": "/v1/uploads/u1"])
                case "PUT": plain(200, [:], Data(photo.utf8))
                case "DELETE": plain(204, [:])
                default: plain(200, ["Upload-Offset": "\(offset)"])
                }
            question.answer.resume(returning: reply)
        }
    }

    private func answer(_ said: Fields) throws -> ServiceReply? {
        let status = said["status"] as? Int ?? 0
        let headers = said["headers"] as? [String: String] ?? [:]
        switch said["body"] {
        case _ where status == 0: return nil
        case nil, is NSNull: return plain(status, headers)
        case let text as String where text == "$portrait":
            return plain(status, headers, Data([0xff, 0xd8, 0xff, 0xd9]))
        case let text as String: return plain(status, headers, Data(text.utf8))
        case .some(let json):
            let text = String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
            let body = lock.withLock { text.replacingOccurrences(of: "$consent", with: consent) }
            return plain(status, headers, Data(body.utf8))
        }
    }

    private func plain(_ status: Int, _ headers: [String: String], _ body: Data = Data()) -> ServiceReply {
        let headers = headers.map { HttpHeader(name: $0.key, value: $0.value) }
        return ServiceReply(status: UInt16(status), headers: headers, body: body)
    }
}

private let photo = """
    {"photo": "p000000000000001", "enrolment": "e000000000000001", "state": "calibrating", "reasons": []}
    """
