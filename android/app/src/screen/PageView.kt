// A page of the procedure, from top to bottom as the core lists it.

package xueying.app.screen

import android.content.Context
import android.graphics.BitmapFactory
import android.text.InputType
import android.view.View
import android.view.inputmethod.EditorInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.EditText
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.ScrollView
import android.widget.TextView
import xueying.app.R
import xueying.core.*
import xueying.shell.Page
import xueying.shell.word

/** What a person can do on a page. */
interface PageHand : FinderHand {
    fun act(action: Action)

    fun tick(point: Int)

    fun type(text: String)

    fun scan()

    fun choosePicture()
}

class PageView(context: Context, private val lang: Lang, private val hand: PageHand) : FrameLayout(context) {
    val finder = FinderView(context, lang, hand)
    private val column = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val scroll = ScrollView(context).apply { addView(column) }
    private val gap = pixels(16)

    /** A finger's least room. */
    private val touch = pixels(48)
    private val turn = text("", TITLE_SP).apply { accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_ASSERTIVE }
    private var shown: Page? = null
    private var typed = ""

    init {
        fitsSystemWindows = true
        listOf(scroll, finder, turn).forEach(::addView)
        keepScreenOn = true
    }

    fun show(page: Page) {
        val before = shown
        shown = page
        page.finder?.let(finder::show)
        finder.visible(page.finder != null && page.turn == null)
        scroll.visible(page.finder == null && page.turn == null)
        turn.text = page.turn
        turn.visible(page.turn != null)
        // A page that only looks through the camera stays as it is.
        if (before == null || page.copy(finder = before.finder, turn = before.turn) != before) fill(page, before)
    }

    private fun fill(page: Page, before: Page?) {
        val view = page.view
        if (view.screen != before?.view?.screen) {
            typed = ""
            scroll.scrollTo(0, 0)
        }
        column.removeAllViews()
        column.setPadding(gap, gap, gap, gap)
        view.rehearsal?.let { add(text(it, BODY_SP).apply { setTextColor(context.getColor(R.color.stamp)) }) }
        view.progress?.let { add(progress(it)) }
        add(text(view.title, TITLE_SP).apply { heading() })
        (listOfNotNull(view.notice) + page.trouble).forEach { add(told(it)) }
        view.body.forEach { add(text(it, BODY_SP)) }
        page.portrait?.let { add(portrait(it.jpeg, view.title)) }
        view.points.forEachIndexed { i, point -> add(point(i, point)) }
        view.input?.let(::inputs)
        if (view.waiting) add(ProgressBar(context))
        view.actions.forEach { add(button(it.label) { act(it.action) }) }
    }

    private fun act(action: Action) {
        if (action == Action.ENTER) hand.type(typed) else hand.act(action)
    }

    private fun inputs(input: Input) {
        val digits = input != Input.COLLECTION_CODE
        add(field(if (digits) InputType.TYPE_CLASS_NUMBER else InputType.TYPE_CLASS_TEXT))
        if (input == Input.SESSION_CODE || input == Input.COLLECTION_CODE) {
            add(button(lang.word("procedure.input.scan")) { hand.scan() })
            add(button(lang.word("procedure.input.picture")) { hand.choosePicture() })
        }
    }

    private fun field(type: Int) = EditText(context).apply {
        inputType = type
        // A person's data stays out of the keyboard's memory.
        imeOptions = EditorInfo.IME_ACTION_DONE or EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING
        importantForAutofill = IMPORTANT_FOR_AUTOFILL_NO
        contentDescription = shown?.view?.title
        setText(typed)
        addTextChangedListener(Typing { typed = it })
        setOnEditorActionListener { _, _, _ -> hand.type(typed).let { true } }
    }

    private fun point(index: Int, point: ChecklistPoint) = CheckBox(context).apply {
        text = point.text
        textSize = BODY_SP
        isChecked = point.done
        minHeight = touch
        setOnClickListener { hand.tick(index) }
    }

    private fun portrait(jpeg: ByteArray, what: String) = ImageView(context).apply {
        setImageBitmap(BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size))
        adjustViewBounds = true
        contentDescription = what
    }

    private fun progress(progress: StepProgress) =
        ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal).apply {
            // Of a photo on its way its bytes, else the steps of the procedure.
            max = (progress.bytes ?: progress.of.toULong()).toInt()
            this.progress = (progress.sent ?: progress.step.toULong()).toInt()
        }

    /** Something that a screen reader says at once. */
    private fun told(words: String) = text(words, BODY_SP).apply {
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
        setTextColor(context.getColor(R.color.stamp))
    }

    private fun text(words: String, sp: Float) = TextView(context).apply {
        text = words
        textSize = sp
        setPadding(0, gap / 2, 0, gap / 2)
        setTextColor(context.getColor(R.color.ink))
    }

    private fun button(label: String, tapped: () -> Unit) = Button(context).apply {
        text = label
        textSize = BODY_SP
        isAllCaps = false
        minHeight = touch
        setOnClickListener { tapped() }
    }

    private fun add(view: View) = column.addView(view)

    private fun View.visible(visible: Boolean) {
        visibility = if (visible) VISIBLE else GONE
    }

    private fun View.heading() {
        if (android.os.Build.VERSION.SDK_INT >= android.os.Build.VERSION_CODES.P) isAccessibilityHeading = true
    }

    private fun pixels(dp: Int) = (dp * resources.displayMetrics.density).toInt()


    private companion object {
        const val TITLE_SP = 26f
        const val BODY_SP = 18f
    }
}
