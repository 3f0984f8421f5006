// The keys of photos, wrapped with one that never leaves the AndroidKeyStore.

package xueying.app.keys

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** AES-GCM; what a key belongs to is authenticated with it. */
class PhotoKeys {
    fun wrap(key: ByteArray, context: ByteArray): ByteArray {
        val cipher = cipher()
        cipher.init(Cipher.ENCRYPT_MODE, master())
        cipher.updateAAD(context)
        return cipher.iv + cipher.doFinal(key)
    }

    fun unwrap(wrapped: ByteArray, context: ByteArray): ByteArray {
        val cipher = cipher()
        cipher.init(Cipher.DECRYPT_MODE, master(), GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
        cipher.updateAAD(context)
        return cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
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
