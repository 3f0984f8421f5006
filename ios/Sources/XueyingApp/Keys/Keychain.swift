// Small secrets of this phone alone: what the Secure Enclave needs to find its keys again.

import Foundation
import Security
import XueyingCore

enum Keychain {
    /// The value of a name, made where there is none.
    static func value(_ name: String, or make: () throws -> Data) throws -> Data {
        var query: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword, kSecAttrService: "xueying", kSecAttrAccount: name,
        ]
        var found: CFTypeRef?
        let wanted = query.merging([kSecReturnData: true]) { $1 }
        switch SecItemCopyMatching(wanted as CFDictionary, &found) {
        case errSecSuccess:
            guard let data = found as? Data else { throw KeyVaultError.Refused }
            return data
        case errSecItemNotFound:
            let made = try make()
            query[kSecValueData] = made
            // Readable after the first unlocking, for photos are brought away in the background too; never on another phone.
            query[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
            guard SecItemAdd(query as CFDictionary, nil) == errSecSuccess else { throw KeyVaultError.Locked }
            return made
        default: throw KeyVaultError.Locked
        }
    }
}
