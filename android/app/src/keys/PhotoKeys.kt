// The keys of photos, wrapped with one that never leaves the AndroidKeyStore.

package xueying.app.keys

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import xueying.core.KeyVault
import xueying.core.KeyVaultException

/** AES-GCM; what a key belongs to is authenticated with it. */
class PhotoKeys : KeyVault {
    override fun wrap(key: ByteArray, context: ByteArray): ByteArray = answered {
        val cipher = cipher()
        cipher.init(Cipher.ENCRYPT_MODE, master())
        cipher.updateAAD(context)
        cipher.iv + cipher.doFinal(key)
    }

    override fun unwrap(wrapped: ByteArray, context: ByteArray): ByteArray = answered {
        if (wrapped.size <= IV_BYTES) throw KeyVaultException.Refused()
        val cipher = cipher()
        cipher.init(Cipher.DECRYPT_MODE, master(), GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
        cipher.updateAAD(context)
        cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
    }

    /** Nothing is lost while the store does not answer; what it does not know it never will. */
    private fun answered(call: () -> ByteArray): ByteArray = try {
        call()
    } catch (_: AEADBadTagException) {
        throw KeyVaultException.Refused()
    } catch (_: KeyPermanentlyInvalidatedException) {
        throw KeyVaultException.Refused()
    } catch (_: GeneralSecurityException) {
        throw KeyVaultException.Locked()
    }

    private fun cipher() = Cipher.getInstance("AES/GCM/NoPadding")

    private fun master(): SecretKey {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        return store.getKey(ALIAS, null) as SecretKey? ?: make()
    }

    private fun make(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(ALIAS, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).run {
            init(spec)
            generateKey()
        }
    }

    private companion object {
        const val ALIAS = "photos"
        const val IV_BYTES = 12
        const val TAG_BITS = 128
    }
}
