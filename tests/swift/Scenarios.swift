// Runs the scenarios of tests/scenarios through the Swift bindings.

import Foundation

/// What is loaded once.
final class Tools: Sendable {
    let models: Models
    let profile: Profile
    let checker: Checker

    init(_ folder: String) throws {
        models = try Models.fromFolder(folder: folder)
        profile = try Profile.named(name: "chsi")
        checker = try Checker(models: models, profile: profile)
    }
}

func cameraChoice(_ scenario: Fields, _ tools: Tools) throws {
    let wanted = scenario.fields("expect")
    var plan: PlanFacts?
    var refused: [Refusal] = []
    do {
        let choice = try chooseCamera(
            lenses: scenario.list("lenses").map(lens), source: value(scenario.text("source")),
            mode: value(scenario.text("mode")))
        plan = choice.plan.facts()
        refused = choice.refused
    } catch CameraError.NoLens(let all) {
        refused = all
    }
    try expect(plan?.lens ?? "", wanted.text("lens"), "lens")
    let reasons = Dictionary(uniqueKeysWithValues: refused.map { ($0.id, word($0.reason)) })
    try expect(reasons, wanted.fields("refused") as? [String: String] ?? [:], "refused")
    let planned = wanted.fields("plan")
    for field in planned.keys {
        let found: Any? =
            switch field {
            case "hold_lens": plan?.holdLens
            case "disable_beauty": plan?.disableBeauty
            case "focus_on_face": plan?.focusOnFace
            case "expose_for_face": plan?.exposeForFace
            case "preview": plan?.preview.map { [Int($0.width), Int($0.height)] }
            case "still": plan?.still.map { [Int($0.width), Int($0.height)] }
            default: throw Failed(message: "no field \(field)")
            }
        let sides = planned[field] as? [Int]
        let met = sides != nil || planned[field] is NSNull ? (found as? [Int]) == sides : planned.meets(field, found)
        try expect(met, true, "\(field) \(String(describing: found))")
    }
}

func permission(_ scenario: Fields, _ tools: Tools) throws {
    let advice = permissionAdvice(
        permission: try value(scenario.text("permission")), platform: try value(scenario.text("platform")))
    try expect(word(advice?.recovery), scenario.fields("expect").text("recovery"), "recovery")
    try expect(advice?.textKey ?? "", scenario.fields("expect").text("text_key"), "text_key")
    if let advice { try expect(text(key: advice.textKey, lang: .en) != nil, true, advice.textKey) }
}

func codeTexts(_ scenario: Fields, _ tools: Tools) throws {
    let typed = scenario.text("text")
    let session = try coded { try SessionCode.parse(text: typed, profile: tools.profile).text() }
    try expect(session.value ?? session.error, scenario.text("session"), "session")
    let collection = try coded { try CollectionCode.parse(text: typed, profile: tools.profile) }
    try expect(collection.value == nil ? collection.error : "ok", scenario.text("collection"), "collection")
}

func scan(_ scenario: Fields, _ tools: Tools) throws {
    let scanner = CodeScanner(clock: Phone())
    let wanted = scenario.fields("expect")
    var (codes, hint, error): ([Code], String, String) = ([], "", "")
    if scenario["file"] != nil {
        let read = try coded { try scanner.readFile(file: picture(scenario.text("file"))) }
        (codes, error) = (read.value ?? [], read.error)
    } else {
        let width = UInt32(scenario.number("width"))
        let layout = PixelLayout.luma(rowStride: UInt32(scenario.number("row_stride", Int(width))))
        let height = UInt32(scenario.number("height"))
        let shape = FrameShape(width: width, height: height, layout: layout, rotation: .none, mirrored: false)
        let luma = try picture(scenario.text("frames"))
        for _ in 0..<scenario.number("times") {
            let seen = try coded { try scanner.pushFrame(shape: shape, luma: luma) }
            (codes, hint, error) = (seen.value?.codes ?? [], seen.value?.hint?.code ?? "", seen.error)
        }
    }
    try expect(error, wanted.text("error"), "error")
    try expect(codes.map { $0.text() }.sorted(), wanted.texts("texts"), "texts")
    try expect(hint, wanted.text("hint"), "hint")
    for code in codes {
        try expect(code.corners().count, 4, "corners")
        try expect(try coded { try code.session(profile: tools.profile) }.error, wanted.text("session"), "session")
        let collection = try coded { try code.collection(profile: tools.profile) }
        try expect(collection.error, wanted.text("collection"), "collection")
        try expect("\(code)".contains(code.text()), false, "a code shows its text")
    }
}

func check(_ scenario: Fields, _ tools: Tools) throws {
    let wanted = scenario.fields("expect")
    let opened: (value: Photo?, error: String)
    if scenario["pixels"] != nil {
        let sides = (scenario["size"] as? [Int] ?? []).map(UInt32.init)
        let stride = UInt32(scenario.number("row_stride"))
        let layout: PixelLayout =
            scenario.text("layout") == "rgba" ? .rgba(rowStride: stride) : .bgra(rowStride: stride)
        let rotation: Rotation = try value(scenario["rotation"] as? String ?? "none")
        let shape = FrameShape(width: sides[0], height: sides[1], layout: layout, rotation: rotation, mirrored: false)
        opened = try coded { try tools.checker.openPixels(shape: shape, pixels: picture(scenario.text("pixels"))) }
    } else {
        opened = try coded { try tools.checker.openFile(file: picture(scenario.text("file"))) }
    }
    try expect(opened.error, wanted.text("error"), "error")
    guard let photo = opened.value else { return }
    let report = photo.report(kind: try value(scenario["as"] as? String ?? "capture"))
    try expect(word(report.verdict()), wanted.text("verdict"), "verdict")
    try verdicts(report, wanted)
    try expect(report.json().contains("\"schema\":1"), true, "json")
    if wanted["portrait"] != nil { try portrait(photo, wanted.fields("portrait"), tools) }
}

private func verdicts(_ report: Report, _ wanted: Fields) throws {
    let found = Dictionary(uniqueKeysWithValues: report.findings(lang: .zh).map { ($0.id, word($0.verdict)) })
    for (id, verdict) in wanted.fields("findings") {
        try expect(found[id] ?? "", verdict as? String ?? "", id)
    }
}

private func portrait(_ photo: Photo, _ wanted: Fields, _ tools: Tools) throws {
    let made = try coded { try photo.portrait(background: .official) }
    try expect(made.error, wanted.text("error"), "error")
    guard let portrait = made.value else { return }
    let facts = portrait.facts()
    try expect([Int(facts.width), Int(facts.height)], wanted["size"] as? [Int] ?? [], "size")
    try expect(word(facts.fit), wanted.text("fit"), "fit")
    try expect(portrait.preview(longSide: 120).prefix(2), Data([0xff, 0xd8]), "preview")
    try expect(
        try coded { try portrait.write(path: "/no/such/folder/portrait.jpg") }.error, "portrait_unwritable", "write")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("portrait-\(UUID()).jpg")
    try portrait.write(path: file.path)
    defer { try? FileManager.default.removeItem(at: file) }
    try verdicts(tools.checker.openFile(file: Data(contentsOf: file)).report(kind: .portrait), wanted)
}

/// Whether all scenarios end as expected.
func runScenarios(models: String) throws -> Bool {
    let tools = try Tools(models)
    let sets: [(String, (Fields, Tools) throws -> Void)] = [
        ("camera_choice", cameraChoice), ("permission", permission), ("code_texts", codeTexts), ("scan", scan),
        ("frame_gate", frameGate), ("live", live), ("check", check),
        ("procedure", procedure),
    ]
    var failed = 0
    for (name, run) in sets {
        let cases = try scenarios(name)
        for scenario in cases {
            do { try run(scenario, tools) } catch {
                failed += 1
                print("FAILED \(name): \(scenario.text("name")): \(error)")
            }
        }
        print("\(name): \(cases.count) cases")
        if cases.isEmpty { failed += 1 }
    }
    return failed + lifecycle(tools) == 0
}
