// The one activity: shows the shell's pages and tells it what the person does.

package xueying.app

import android.app.Activity
import android.content.Intent
import android.content.res.Configuration
import android.os.Bundle
import android.view.Surface
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import xueying.app.screen.PageHand
import xueying.app.screen.PageView
import xueying.core.Action
import xueying.shell.Broken
import xueying.shell.Page
import xueying.shell.Shell
import xueying.shell.Ui

class MainActivity : Activity(), Ui, PageHand {
    private val app get() = application as App
    private val scope = MainScope()
    private val questions = Questions(this)
    private lateinit var screen: PageView
    private var page: Page? = null

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        screen = PageView(this, app.lang, this)
        setContentView(screen)
        app.front.value = this
        tell { it.attach(this) }
        turned(resources.configuration)
        // After the process was killed Android hands over the old link: the desk has had it.
        if (saved == null) follow(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        follow(intent)
    }

    override fun onResume() {
        super.onResume()
        CarryJob.cancel(this)
        tell(Shell::resumed)
    }

    override fun onPause() {
        super.onPause()
        CarryJob.schedule(this)
        tell(Shell::paused)
    }

    override fun onDestroy() {
        super.onDestroy()
        if (app.front.value === this) {
            app.front.value = null
            // Not in this activity's scope, which ends here.
            app.scope.launch { app.shell.await().attach(Notices(app)) }
        }
        scope.cancel()
    }

    override fun onConfigurationChanged(configuration: Configuration) {
        super.onConfigurationChanged(configuration)
        turned(configuration)
    }

    override fun onRequestPermissionsResult(request: Int, names: Array<out String>, results: IntArray) =
        app.permissions.answered()

    @Deprecated("its successor is no part of Android itself")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) = questions.answered(request, data)

    @Deprecated("its successor came with Android 13")
    override fun onBackPressed() {
        when {
            page?.finder != null -> leave()
            page?.view?.actions?.any { it.action == Action.BACK } == true -> act(Action.BACK)
            else -> moveTaskToBack(true)
        }
    }

    override fun show(page: Page) = runOnUiThread {
        this.page = page
        screen.show(page)
    }

    /** Asks another activity. */
    suspend fun ask(question: Intent): Intent? = withContext(Dispatchers.Main) { questions.ask(question) }

    /** Where the camera shows its preview. */
    suspend fun surface(width: Int, height: Int): Surface =
        withContext(Dispatchers.Main) { screen.finder.surface(width, height) }

    override fun act(action: Action) = tell { it.act(action) }

    override fun tick(point: Int) = tell { it.tick(point) }

    override fun type(text: String) = tell { it.type(text) }

    override fun scan() = tell(Shell::scan)

    override fun leave() = tell(Shell::leave)

    override fun press() = tell(Shell::press)

    override fun giveReason(rule: Broken, reason: String) = tell { it.giveReason(rule, reason) }

    override fun choosePicture() {
        scope.launch {
            val question = Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*")
            val place = questions.ask(question)?.data ?: return@launch
            val file = withContext(Dispatchers.IO) { contentResolver.openInputStream(place)?.use { it.readBytes() } }
            if (file != null) tell { it.picture(file) }
        }
    }

    private fun follow(intent: Intent) {
        intent.dataString?.let(::type)
    }

    private fun turned(configuration: Configuration) {
        val onItsSide = configuration.orientation == Configuration.ORIENTATION_LANDSCAPE
        tell { it.turned(onItsSide) }
    }

    private fun tell(what: (Shell) -> Unit) {
        scope.launch { what(app.shell.await()) }
    }
}
