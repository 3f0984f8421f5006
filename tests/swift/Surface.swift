// What the runners share: scenarios by name, their words as the surface's values, ports that break when told to.

import Foundation

typealias Fields = [String: Any]

let files = URL(fileURLWithPath: ProcessInfo.processInfo.environment["XUEYING_SCENARIOS"] ?? "")

func scenarios(_ name: String) throws -> [Fields] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "tests/scenarios/\(name).json"))
    return try JSONSerialization.jsonObject(with: data) as? [Fields] ?? []
}

func picture(_ name: String) throws -> Data {
    try Data(contentsOf: files.appendingPathComponent(name))
}

struct Failed: Error {
    let message: String
}

func expect<T: Equatable>(_ found: T, _ wanted: T, _ what: String) throws {
    if found != wanted { throw Failed(message: "\(what): \(found) instead of \(wanted)") }
}

/// The value of an enum by its name in the scenarios.
func value<E: CaseIterable>(_ name: String) throws -> E {
    let plain = name.replacingOccurrences(of: "_", with: "")
    guard let found = E.allCases.first(where: { "\($0)".lowercased() == plain }) else {
        throw Failed(message: "no value \(name)")
    }
    return found
}

/// The name of a value in the scenarios, none as an empty word.
func word<E>(_ value: E?) -> String {
    guard let value else { return "" }
    return "\(value)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
}

extension Fields {
    func text(_ name: String) -> String { self[name] as? String ?? "" }
    func number(_ name: String, _ usual: Int = 0) -> Int { (self[name] as? NSNumber)?.intValue ?? usual }
    func texts(_ name: String) -> [String] { self[name] as? [String] ?? [] }
    func fields(_ name: String) -> Fields { self[name] as? Fields ?? [:] }
    func list(_ name: String) -> [Fields] { self[name] as? [Fields] ?? [] }
    func decimal(_ name: String) -> Double? { (self[name] as? NSNumber)?.doubleValue }

    /// Whether a found value is what is wanted here: a word, a number of words, or a fact.
    func meets(_ name: String, _ found: Any?) -> Bool {
        if let set = found as? Set<String> { return set.contains(text(name)) }
        if let fact = found as? Bool { return (self[name] as? Bool) == fact }
        return (found as? String ?? "") == text(name)
    }
}

/// A lens as the scenarios describe it.
func lens(_ fields: Fields) throws -> Lens {
    let sizes = { (name: String) in
        (fields[name] as? [[Int]] ?? []).map { Size(width: UInt32($0[0]), height: UInt32($0[1])) }
    }
    return Lens(
        id: fields.text("id"),
        facing: try value(fields.text("facing")),
        label: fields.text("label"),
        fieldOfView: fields.decimal("field_of_view"),
        focalLengths: (fields["focal_lengths"] as? [NSNumber] ?? []).map(\.doubleValue),
        sensorWidth: fields.decimal("sensor_width"),
        physicalIds: fields.texts("physical_ids"),
        capabilities: try fields.texts("capabilities").map { try value($0) },
        previewSizes: sizes("preview_sizes"),
        stillSizes: sizes("still_sizes")
    )
}

/// The clock, the key, the key store and the log of a phone. Every look at the clock finds a millisecond gone; each breaks when told to.
final class Phone: Clock, Signer, KeyVault, LogSink, @unchecked Sendable {
    private let lock = NSLock()
    private var nanos: UInt64 = 0
    private var brokenPort = ""
    private var later: UInt64 = 0
    private let key = softwareSigner(secret: Data(repeating: 7, count: 32))!
    private let keys = try! softwareKeyVault(secret: Data(repeating: 9, count: 32))

    func breakPort(_ name: String) { lock.withLock { brokenPort = name } }

    private func isBroken(_ name: String) -> Bool { lock.withLock { brokenPort == name } }

    func monotonicNanos() throws -> UInt64 {
        if isBroken("clock") { throw Failed(message: "the clock is broken") }
        return lock.withLock {
            nanos += 1_000_000
            return nanos
        }
    }

    /// Lets milliseconds pass on the wall.
    func wait(_ millis: UInt64) { lock.withLock { later += millis } }

    func wallMillis() -> UInt64 { lock.withLock { 1_790_000_000_000 + later } }

    func sign(message: Data) throws -> Data {
        if isBroken("signer") { throw Failed(message: "the signer is broken") }
        return try key.sign(message: message)
    }

    func publicKey() throws -> Data { try key.publicKey() }

    func wrap(key: Data, context: Data) throws -> Data {
        if isBroken("keys") { throw Failed(message: "the key store is broken") }
        return try keys.wrap(key: key, context: context)
    }

    func unwrap(wrapped: Data, context: Data) throws -> Data {
        if isBroken("keys") { throw Failed(message: "the key store is broken") }
        return try keys.unwrap(wrapped: wrapped, context: context)
    }

    func log(level: LogLevel, code: String, details: String) throws {
        if isBroken("log") { throw Failed(message: "the log is broken") }
    }
}

/// An error of the surface, as every error has it.
protocol Told: Error {
    func code() -> String
    func textKey() -> String
    func recovery() -> Recovery
}

extension CodeError: Told {}
extension ScanError: Told {}
extension PhotoError: Told {}
extension PortraitError: Told {}
extension LiveError: Told {}
extension TakeError: Told {}
extension ReplayError: Told {}
extension ModelError: Told {}
extension DeskError: Told {}
extension OrderError: Told {}

/// What a call gives, or the code of its error.
func coded<T>(_ call: () throws -> T) throws -> (value: T?, error: String) {
    do {
        return (try call(), "")
    } catch let error as Told {
        try expect(text(key: error.textKey(), lang: .zh) != nil, true, error.textKey())
        _ = error.recovery()
        return (nil, error.code())
    } catch let error as Failed {
        throw error
    } catch {
        // What the bindings throw where the core panicked.
        return (nil, "internal")
    }
}
