// The keys of photos, wrapped for a key that never leaves the Secure Enclave.

import CryptoKit
import Foundation
import XueyingCore

/// For every key a key of its own is agreed on with the Secure Enclave's (P-256, HKDF); it encrypts with AES-GCM, and what
/// the key belongs to is authenticated with it.
final class PhotoKeys: KeyVault {
    func wrap(key: Data, context: Data) throws -> Data {
        let once = P256.KeyAgreement.PrivateKey()
        let shared = try answered { try once.sharedSecretFromKeyAgreement(with: self.key().publicKey) }
        let box = try answered { try AES.GCM.seal(key, using: self.secret(shared), authenticating: context) }
        guard let sealed = box.combined else { throw KeyVaultError.Locked }
        return once.publicKey.x963Representation + sealed
    }

    func unwrap(wrapped: Data, context: Data) throws -> Data {
        guard let once = try? P256.KeyAgreement.PublicKey(x963Representation: wrapped.prefix(Self.point)),
            let box = try? AES.GCM.SealedBox(combined: wrapped.dropFirst(Self.point))
        else { throw KeyVaultError.Refused }
        let shared = try answered { try self.key().sharedSecretFromKeyAgreement(with: once) }
        do { return try AES.GCM.open(box, using: secret(shared), authenticating: context) } catch {
            throw KeyVaultError.Refused
        }
    }

    private func secret(_ shared: SharedSecret) -> SymmetricKey {
        shared.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: Data(), sharedInfo: Data("xueying photo key".utf8), outputByteCount: 32)
    }

    private func key() throws -> SecureEnclave.P256.KeyAgreement.PrivateKey {
        let kept = try Keychain.value("photos") { try SecureEnclave.P256.KeyAgreement.PrivateKey().dataRepresentation }
        return try SecureEnclave.P256.KeyAgreement.PrivateKey(dataRepresentation: kept)
    }

    /// Nothing is lost while the Secure Enclave does not answer.
    private func answered<T>(_ call: () throws -> T) throws -> T {
        do { return try call() } catch { throw KeyVaultError.Locked }
    }

    /// Bytes of a point on the curve, as X9.63 writes both coordinates.
    private static let point = 65
}
