// What lives as long as the process: the desk with its shell, whether or not anything is on the screen.

package xueying.app

import android.app.Application
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import xueying.app.camera.RearCamera
import xueying.app.keys.DeviceKey
import xueying.app.keys.PhotoKeys
import xueying.core.*
import xueying.shell.Kit
import xueying.shell.Patience
import xueying.shell.Phone
import xueying.shell.Service
import xueying.shell.Shell

class App : Application() {
    /** What is on the screen, if anything is. */
    val front = MutableStateFlow<MainActivity?>(null)

    val lang by lazy { langOfLocale(Locale.getDefault().toLanguageTag()) }

    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** Opened at first use; everything on disk is there again. */
    val shell: Deferred<Shell> by lazy { scope.async(Dispatchers.IO, CoroutineStart.DEFAULT) { open() } }

    val permissions by lazy { Permissions(this) }

    private fun open(): Shell {
        val profile = Profile.named("chsi")
        val ports = Ports(DeviceKey(), systemClock(), noLog())
        val folder = noBackupFilesDir.resolve("desk").path
        val desk = Desk.open(DeskSetup(folder, profile, PhotoKeys()), ports)
        val shell = Shell(desk, phone(ports), Kit(models(), profile), lang)
        scope.launch { shell.run() }
        return shell
    }

    private fun phone(ports: Ports): Phone {
        val client = ServiceClient.open(getString(R.string.service), listOf())
        return Phone(
            platform = Platform.ANDROID,
            camera = RearCamera(this, permissions) { width, height -> inFront().surface(width, height) },
            voice = Speaker(this),
            touch = Buzzer(this),
            service = Service { request -> withContext(Dispatchers.IO) { client.send(request) } },
            screens = AndroidScreens(this),
            patience = Patience { delay(it.toLong()) },
            ports = ports,
        )
    }

    /** The models travel in the app's assets. */
    private fun models(): Models {
        val names = assets.list(MODELS).orEmpty()
        return Models.fromBytes(names.map { ModelBytes(it, assets.open("$MODELS/$it").use { file -> file.readBytes() }) })
    }

    /** Waits until there is a screen. */
    suspend fun inFront(): MainActivity = front.filterNotNull().first()

    private companion object {
        const val MODELS = "models"
    }
}
