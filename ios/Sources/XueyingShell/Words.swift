// The core's texts by their keys: the shell has none of its own.

import Foundation
import XueyingCore

extension Lang {
    /// The text of a key; empty where the catalogue has none.
    public func word(_ key: String) -> String { text(key: key, lang: self) ?? "" }

    /// What went wrong and what helps, one line each.
    public func trouble(_ key: String) -> [String] {
        let advice = key.hasSuffix("message") ? ["\(key.dropLast("message".count))advice"] : []
        return ([key] + advice).map(word).filter { !$0.isEmpty }
    }
}

/// The name of a value as the core's keys have it.
func snake<Value>(_ value: Value) -> String {
    "\(value)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
}
