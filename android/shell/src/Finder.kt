// What is on the viewfinder.

package xueying.shell

import xueying.core.*

/** The picture over the preview, and what stands beside it. */
data class Finder(
    /** The core's display list. */
    val overlay: List<OverlayShape> = listOf(),
    /** What the helper reads. */
    val hint: String? = null,
    /** Nearness to a photo, 0 to 1. */
    val readiness: Float = 0f,
    /** The words of the shutter, once it may be pressed by hand. */
    val shutter: String? = null,
    /** Why the last photo was not taken, and what helps. */
    val trouble: List<String> = listOf(),
    /** The rules that stood in its way; each may be handed in with a reason. */
    val broken: List<Broken> = listOf(),
)

/** A rule that a photo breaks. */
data class Broken(val id: String, val title: String)
