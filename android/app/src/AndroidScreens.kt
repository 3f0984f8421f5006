// What the shell leaves to Android's own screens.

package xueying.app

import android.Manifest
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import xueying.core.Permission
import xueying.shell.SystemScreens

class AndroidScreens(private val app: App) : SystemScreens {
    override suspend fun openSettings() {
        val own = Uri.fromParts("package", app.packageName, null)
        app.inFront().ask(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, own))
    }

    override suspend fun mayNotify(): Boolean {
        // Before Android 13 nobody is asked.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return true
        return app.permissions.ask(Manifest.permission.POST_NOTIFICATIONS) == Permission.GRANTED
    }

    override suspend fun save(jpeg: ByteArray): Boolean {
        val question = Intent(Intent.ACTION_CREATE_DOCUMENT)
            .addCategory(Intent.CATEGORY_OPENABLE)
            .setType("image/jpeg")
            .putExtra(Intent.EXTRA_TITLE, "${app.getString(R.string.app_name)}.jpg")
        val place = app.inFront().ask(question)?.data ?: return false
        return withContext(Dispatchers.IO) {
            try {
                app.contentResolver.openOutputStream(place)?.use { it.write(jpeg) } != null
            } catch (_: IOException) {
                false
            }
        }
    }
}
