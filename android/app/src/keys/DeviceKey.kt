// The device's key for signing: made in the AndroidKeyStore, and never outside of it.

package xueying.app.keys

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.math.BigInteger
import java.security.GeneralSecurityException
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import xueying.core.PortException
import xueying.core.Signer

internal const val STORE = "AndroidKeyStore"

/** ES256 with a key that the hardware keeps. */
class DeviceKey : Signer {
    override fun sign(message: ByteArray): ByteArray = kept {
        val key = entry().privateKey as PrivateKey
        Signature.getInstance("SHA256withECDSA").run {
            initSign(key)
            update(message)
            sign()
        }
    }

    override fun publicKey(): ByteArray = kept {
        val point = (entry().certificate.publicKey as ECPublicKey).w
        byteArrayOf(UNCOMPRESSED) + point.affineX.bytes() + point.affineY.bytes()
    }

    private fun entry(): KeyStore.PrivateKeyEntry {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        if (!store.containsAlias(ALIAS)) make()
        return store.getEntry(ALIAS, null) as KeyStore.PrivateKeyEntry
    }

    private fun make() {
        val purpose = KeyProperties.PURPOSE_SIGN
        val spec = KeyGenParameterSpec.Builder(ALIAS, purpose)
            .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
            .setDigests(KeyProperties.DIGEST_SHA256)
            .build()
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, STORE).run {
            initialize(spec)
            generateKeyPair()
        }
    }

    /** 32 bytes, the highest first. */
    private fun BigInteger.bytes() = ByteArray(32) { i -> shiftRight(8 * (31 - i)).toByte() }

    private fun kept(call: () -> ByteArray): ByteArray = try {
        call()
    } catch (_: GeneralSecurityException) {
        throw PortException.Failed()
    }

    private companion object {
        const val ALIAS = "device"

        /** How SEC1 marks a point with both coordinates. */
        const val UNCOMPRESSED: Byte = 4
    }
}
