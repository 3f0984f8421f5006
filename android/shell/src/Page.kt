// What a person sees at a moment.

package xueying.shell

import xueying.core.ScreenView

/** The screen of the procedure, and what the shell has to add to it. */
data class Page(
    /** The core's words. */
    val view: ScreenView,
    /** The camera's picture, while one is looked through: for the photo, or for a code. */
    val finder: Finder? = null,
    /** The student's portrait, a JPEG. */
    val portrait: Picture? = null,
    /** What did not work, and what helps. */
    val trouble: List<String> = listOf(),
    /** Why nothing else is shown: the phone lies on its side. */
    val turn: String? = null,
)

/** The bytes of a picture; two are the same where they are one. */
class Picture(val jpeg: ByteArray)
