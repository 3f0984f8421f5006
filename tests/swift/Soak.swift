// Frames without end: memory must not grow.

import Foundation

/// So much may the resident size grow after the first fifth of the frames.
private let mostGrowth = 1.05

private func residentKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
}

/// Whether it stays flat.
func soak(models: String, frames: Int) throws -> Bool {
    let tools = try Tools(models)
    let session = try Session(tools, source: .simulated, order: order(tools, .rehearsal))
    let pictures = try ["far.nv21", "good.nv21", "left.nv21"].map { nv21(try picture($0)) }
    var sizes: [Int] = []
    for i in 1...frames {
        let facts = FrameFacts(lens: "0", facing: .rear, timeNanos: UInt64(i) * 66_666_667)
        try expect(session.push(pictures[i / 50 % pictures.count], facts).0, "ok", "frame \(i)")
        if i % (frames / 10) == 0 { sizes.append(try residentKilobytes()) }
    }
    let growth = Double(sizes[sizes.count - 1]) / Double(sizes[1])
    print("swift: \(frames) frames, resident kB every tenth of the way \(sizes), grown by \(growth)")
    return growth <= mostGrowth
}
