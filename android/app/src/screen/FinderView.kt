// The viewfinder: the preview with its overlay, one message for the helper, and the shutter once it is offered.

package xueying.app.screen

import android.content.Context
import android.graphics.Color
import android.graphics.SurfaceTexture
import android.view.Gravity
import android.view.Surface
import android.view.TextureView
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import kotlinx.coroutines.CompletableDeferred
import xueying.core.Lang
import xueying.shell.Broken
import xueying.shell.Finder
import xueying.shell.Place
import xueying.shell.word

/** What the helper can do here. */
interface FinderHand {
    fun press()

    fun giveReason(rule: Broken, reason: String)

    /** Back to the page. */
    fun leave()
}

class FinderView(context: Context, private val lang: Lang, private val hand: FinderHand) : FrameLayout(context) {
    private val preview = TextureView(context)
    private val overlay = OverlayView(context)
    private val readiness = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal)
    private val hint = line(HINT_SP)
    private val trouble = line(TROUBLE_SP)
    private val reasons = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val shutter = Button(context)
    private var sides = 1 to 1
    private var shown = Finder()
    private val ready = CompletableDeferred<SurfaceTexture>()

    init {
        preview.surfaceTextureListener = Listener()
        preview.contentDescription = lang.word("procedure.screens.capture.title")
        shutter.contentDescription = lang.word("live.press")
        shutter.setOnClickListener { hand.press() }
        val back = Button(context).apply {
            text = lang.word("procedure.actions.back")
            setOnClickListener { hand.leave() }
        }
        addView(preview)
        addView(overlay)
        val words = LinearLayout(context).apply {
            orientation = LinearLayout.VERTICAL
            setBackgroundColor(SHADE)
            listOf(readiness, hint, trouble, reasons, shutter, back).forEach(::addView)
        }
        val below = LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT, Gravity.BOTTOM)
        addView(words, below)
        show(shown)
    }

    fun show(finder: Finder) {
        overlay.show(finder.overlay)
        readiness.progress = (readiness.max * finder.readiness).toInt()
        hint.tell(finder.hint.orEmpty())
        trouble.tell(finder.trouble.joinToString("\n"))
        shutter.tell(finder.shutter.orEmpty())
        // What the person is typing stays.
        if (finder.broken != shown.broken) {
            reasons.removeAllViews()
            finder.broken.forEach { reasons.addView(reason(it)) }
        }
        shown = finder
    }

    /** The surface for a preview of these sides, as the sensor lies: a quarter turned. */
    suspend fun surface(width: Int, height: Int): Surface {
        val texture = ready.await()
        texture.setDefaultBufferSize(width, height)
        sides = height to width
        requestLayout()
        return Surface(texture)
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        super.onLayout(changed, left, top, right, bottom)
        val place = Place.filling(right - left to bottom - top, sides)
        val (x, y) = place.left.toInt() to place.top.toInt()
        preview.layout(x, y, x + place.width.toInt(), y + place.height.toInt())
        overlay.place = place
    }

    /** A rule that stands in the way, and what the person has to say about it. */
    private fun reason(rule: Broken): View {
        val text = EditText(context).apply {
            hint = rule.title
            setTextColor(Color.WHITE)
            setHintTextColor(Color.LTGRAY)
        }
        val button = Button(context).apply {
            this.text = lang.word("live.reason")
            setOnClickListener { hand.giveReason(rule, text.text.toString()) }
        }
        return LinearLayout(context).apply {
            orientation = LinearLayout.VERTICAL
            listOf(text, button).forEach(::addView)
        }
    }

    private fun line(sp: Float) = TextView(context).apply {
        textSize = sp
        gravity = Gravity.CENTER
        setTextColor(Color.WHITE)
        // Read out when it changes.
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    private fun TextView.tell(words: String) {
        if (text.toString() != words) text = words
        visibility = if (words.isEmpty()) GONE else VISIBLE
    }

    private inner class Listener : TextureView.SurfaceTextureListener {
        override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) {
            ready.complete(texture)
        }

        override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = Unit

        override fun onSurfaceTextureDestroyed(texture: SurfaceTexture) = true

        override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
    }

    private companion object {
        const val HINT_SP = 26f
        const val TROUBLE_SP = 18f
        val SHADE = Color.argb(0xb0, 0, 0, 0)
    }
}
