// What is being typed.

package xueying.app.screen

import android.text.Editable
import android.text.TextWatcher

class Typing(private val changed: (String) -> Unit) : TextWatcher {
    override fun afterTextChanged(text: Editable) = changed(text.toString())

    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
}
