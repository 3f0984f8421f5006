// What Android lets the app do, and the questions to the person.

package xueying.app

import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager
import kotlinx.coroutines.CompletableDeferred
import xueying.core.Permission

/**
 * Asks for permissions and knows what was answered. Android does not say whether a permission was never asked for or was
 * refused for good: that it was asked for is remembered here.
 */
class Permissions(private val activity: Activity) {
    private val asked = activity.getSharedPreferences("permissions", Context.MODE_PRIVATE)
    private var answer: CompletableDeferred<Unit>? = null

    fun of(permission: String): Permission = when {
        activity.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED -> Permission.GRANTED
        activity.shouldShowRequestPermissionRationale(permission) -> Permission.DENIED
        asked.getBoolean(permission, false) -> Permission.DENIED_FOR_GOOD
        else -> Permission.NOT_ASKED
    }

    suspend fun ask(permission: String): Permission {
        if (of(permission) != Permission.GRANTED) {
            val waiting = CompletableDeferred<Unit>()
            answer = waiting
            activity.requestPermissions(arrayOf(permission), 0)
            asked.edit().putBoolean(permission, true).apply()
            waiting.await()
        }
        return of(permission)
    }

    /** The person answered; Android calls the activity. */
    fun answered() {
        answer?.complete(Unit)
        answer = null
    }
}
