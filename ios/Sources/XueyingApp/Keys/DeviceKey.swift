// The device's key for signing: made in the Secure Enclave, and never outside of it.

import CryptoKit
import Foundation
import XueyingCore

/// ES256 with a key that the hardware keeps.
final class DeviceKey: Signer {
    func sign(message: Data) throws -> Data {
        do { return try key().signature(for: message).derRepresentation } catch { throw PortError.Failed }
    }

    func publicKey() throws -> Data {
        do { return try key().publicKey.x963Representation } catch { throw PortError.Failed }
    }

    private func key() throws -> SecureEnclave.P256.Signing.PrivateKey {
        let kept = try Keychain.value("device") { try SecureEnclave.P256.Signing.PrivateKey().dataRepresentation }
        return try SecureEnclave.P256.Signing.PrivateKey(dataRepresentation: kept)
    }
}
