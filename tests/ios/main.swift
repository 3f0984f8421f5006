// Runs everything; the code of its exit says whether all passed.

import Foundation
import XueyingCore
import XueyingShell

let tools = try Tools()
var tests: [(String, () async throws -> Void)] = captureTests.map { name, run in
    (name, { try await run(Scene(tools: tools)) })
}
tests.append(
    ("sentences are spoken to their end, and of those that wait only the newest", sentencesAreSpokenToTheirEnd))
tests += try procedureTests(tools)
var failed = 0
for (name, run) in tests {
    do {
        try await run()
        print("passed: \(name)")
    } catch {
        failed += 1
        print("FAILED: \(name): \(error)")
    }
}
print("\(tests.count) tests, \(failed) failed")
exit(failed == 0 ? 0 : 1)
