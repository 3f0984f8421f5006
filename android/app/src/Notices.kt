// What is told while nothing is on the screen.

package xueying.app

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import xueying.core.Screen
import xueying.shell.Page
import xueying.shell.Ui

/** Each new screen is a notification. It names nobody: a locked phone shows it too. */
class Notices(private val app: App) : Ui {
    private val manager = app.getSystemService(NotificationManager::class.java)
    private var screen: Screen? = null

    override fun show(page: Page) {
        val before = screen
        screen = page.view.screen
        if (before != null && before != screen) tell(page.view.title)
    }

    private fun tell(title: String) {
        val name = app.getString(R.string.channel_result)
        manager.createNotificationChannel(NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_DEFAULT))
        val back = Intent(app, MainActivity::class.java)
        val notice = Notification.Builder(app, CHANNEL)
            .setSmallIcon(R.drawable.icon)
            .setContentTitle(title)
            .setContentIntent(PendingIntent.getActivity(app, 0, back, PendingIntent.FLAG_IMMUTABLE))
            .setAutoCancel(true)
            .build()
        manager.notify(0, notice)
    }

    private companion object {
        const val CHANNEL = "result"
    }
}
