// The procedure on a phone.

package xueying.shell

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import xueying.core.*

/**
 * Tells the desk what happened, does its errands, and shows what it says. It decides nothing. Everything happens in [run],
 * one thing after the other; the rest may be called from any thread.
 */
class Shell(private val desk: Desk, private val phone: Phone, private val kit: Kit, private val lang: Lang) {
    private val events = Channel<suspend () -> List<Errand>?>(Channel.UNLIMITED)
    private lateinit var scope: CoroutineScope
    private lateinit var lookout: Lookout
    private var ui: Ui? = null
    private var page: Page? = null
    private var taken: Picture? = null
    private val sending = AtomicInteger()

    /** Shows the pages from now on; nobody, where there is no screen. */
    fun attach(ui: Ui?) = aside {
        this.ui = ui
        page?.let { ui?.show(it) }
    }

    /** A person tapped on an action. */
    fun act(action: Action) = happened { desk.act(action) }

    /** A person ticked a point of a list. */
    fun tick(point: Int) = happened { desk.tick(point.toUInt()) }

    /** A person typed something, or followed a link. */
    fun type(text: String) = happened { desk.typed(text) }

    /** A person wants to scan a code. */
    fun scan() = aside {
        later {
            val state = phone.camera.permission().takeIf { it == Permission.GRANTED } ?: phone.camera.ask()
            val advice = permissionAdvice(state, phone.platform)
            aside {
                refresh { copy(trouble = advice?.let { lang.trouble(it.textKey) }.orEmpty()) }
                if (advice == null) lookout.code { code -> happened { lookout.close().let { desk.typed(code) } } }
            }
        }
    }

    /** A person does not want to look through the camera any more. */
    fun leave() = happened { if (lookout.scans) null.also { lookout.close() } else desk.act(Action.BACK) }

    /** A person chose a picture with a code in it. */
    fun picture(file: ByteArray) = happened {
        try {
            val codes = withContext(Dispatchers.Default) { CodeScanner(phone.ports.clock).readFile(file) }
            desk.typed(codes.firstOrNull()?.text().orEmpty())
        } catch (error: ScanException) {
            null.also { refresh { copy(trouble = lang.trouble(error.textKey())) } }
        }
    }

    /** The helper presses the shutter. */
    fun press() = aside { lookout.capture?.press() }

    /** The photo is handed in although it breaks a rule, for this reason. */
    fun giveReason(rule: Broken, reason: String) = aside { lookout.capture?.giveReason(rule, reason) }

    /** The phone was turned; on its side there is nothing but the reason why not. */
    fun turned(onItsSide: Boolean) = aside {
        refresh { copy(turn = if (onItsSide) lang.word("guide.helper.device_tilt") else null) }
    }

    /** The app is out of sight. */
    fun paused() = aside { lookout.pause() }

    /** The app is in sight, the network is back, or a notification came. */
    fun resumed() = happened {
        lookout.resume()
        desk.resumed()
    }

    /** Waits until nothing is on its way to the service. */
    suspend fun settle() {
        var quiet = 0
        while (quiet < QUIET_TIMES) {
            delay(QUIET_MS)
            quiet = if (sending.get() == 0) quiet + 1 else 0
        }
    }

    /** Carries the procedure until it is cancelled. */
    suspend fun run() = coroutineScope {
        scope = this
        lookout = Lookout(phone, kit, lang, this, ::found) { aside { refresh { copy(trouble = it) } } }
        take { desk.begin() }
        for (event in events) take(event)
    }

    private suspend fun take(event: suspend () -> List<Errand>?) = try {
        event()?.let { perform(it) }
    } catch (error: DeskException) {
        refresh { copy(trouble = lang.trouble(error.textKey())) }
    }

    /** Something happened that the desk is told of; `null` where it was not. */
    private fun happened(event: suspend () -> List<Errand>?) {
        events.trySend(event)
    }

    /** Something happened that is none of the desk's business. */
    private fun aside(event: suspend () -> Unit) = happened { null.also { event() } }

    private suspend fun perform(errands: List<Errand>) {
        errands.forEach { perform(it) }
        val view = desk.view(lang)
        val before = page
        if (before?.view?.screen != view.screen) lookout.leave()
        if (view.screen != Screen.PREVIEW) taken = null
        val portrait = taken ?: desk.portrait()?.let(::same)
        val after = (before ?: Page(view)).copy(view = view, portrait = portrait)
        page = if (view == before?.view) after else after.copy(trouble = listOf())
        if (page != before) page?.let { ui?.show(it) }
    }

    private suspend fun perform(errand: Errand) = when (errand) {
        is Errand.Send -> later(errand.afterMs) {
            sending.incrementAndGet()
            val reply = try {
                phone.service.send(errand.request)
            } finally {
                sending.decrementAndGet()
            }
            happened { desk.replied(errand.ticket, reply) }
        }
        is Errand.Wake -> later(errand.afterMs) { happened { desk.woken(errand.ticket) } }
        is Errand.OpenCamera -> openCamera(errand.order)
        is Errand.CloseCamera -> lookout.close()
        is Errand.AskCamera -> later { phone.camera.ask().let { happened { desk.camera(it, phone.platform) } } }
        is Errand.OpenSettings -> later {
            phone.screens.openSettings()
            happened { desk.camera(phone.camera.permission(), phone.platform) }
        }
        is Errand.AskNotifications -> later { phone.screens.mayNotify().let { happened { desk.notifications(it) } } }
        is Errand.Save -> later { phone.screens.save(errand.jpeg).let { happened { desk.saved(it) } } }
    }

    private fun openCamera(order: CaptureOrder) {
        val state = phone.camera.permission()
        if (state != Permission.GRANTED) return happened { desk.camera(state, phone.platform) }
        lookout.photo(order) { photo ->
            val portrait = withContext(Dispatchers.Default) { portrait(photo) }
            happened {
                taken = portrait
                desk.taken(photo)
            }
        }
    }

    /** What the photo will look like; nothing where no portrait can be made of it. */
    private fun portrait(photo: SealedPhoto): Picture? = try {
        Picture(photo.open(kit.checker).portrait(Background.OFFICIAL).preview(PREVIEW_SIDE))
    } catch (_: PortraitException) {
        null
    }

    private fun later(millis: ULong = 0uL, errand: suspend () -> Unit) {
        scope.launch {
            if (millis > 0uL) phone.patience.wait(millis)
            errand()
        }
    }

    private fun found(finder: Finder?) = aside { refresh { copy(finder = finder) } }

    private fun refresh(change: Page.() -> Page) {
        val changed = page?.change() ?: return
        if (changed != page) ui?.show(changed)
        page = changed
    }

    /** The picture that is shown already, where it is the same. */
    private fun same(jpeg: ByteArray): Picture =
        page?.portrait?.takeIf { it.jpeg.contentEquals(jpeg) } ?: Picture(jpeg)

    private companion object {
        /** Pixels of the preview's long side. */
        const val PREVIEW_SIDE = 640u

        /** Between an answer and the next request there is a moment. */
        const val QUIET_MS = 100L
        const val QUIET_TIMES = 5
    }
}
