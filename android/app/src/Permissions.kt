// What Android lets the app do, and the questions to the person.

package xueying.app

import android.content.Context
import android.content.pm.PackageManager
import kotlinx.coroutines.CompletableDeferred
import xueying.core.Permission

/**
 * Asks for permissions and knows what was answered. Android does not say whether a permission was never asked for or was
 * refused for good: that it was asked for is remembered here.
 */
class Permissions(private val app: App) {
    private val asked = app.getSharedPreferences("permissions", Context.MODE_PRIVATE)
    private var answer: CompletableDeferred<Unit>? = null

    fun of(permission: String): Permission = when {
        app.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED -> Permission.GRANTED
        app.front.value?.shouldShowRequestPermissionRationale(permission) == true -> Permission.DENIED
        asked.getBoolean(permission, false) -> Permission.DENIED_FOR_GOOD
        else -> Permission.NOT_ASKED
    }

    suspend fun ask(permission: String): Permission {
        if (of(permission) != Permission.GRANTED) {
            val waiting = CompletableDeferred<Unit>()
            answer = waiting
            app.inFront().requestPermissions(arrayOf(permission), 0)
            waiting.await()
            asked.edit().putBoolean(permission, true).apply()
        }
        return of(permission)
    }

    /** The person answered; Android tells the activity. */
    fun answered() {
        answer?.complete(Unit)
    }
}
