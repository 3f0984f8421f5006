// The core's texts by their keys: the shell has none of its own.

package xueying.shell

import xueying.core.*

/** The text of a key; empty where the catalogue has none. */
fun Lang.word(key: String): String = text(key, this) ?: ""

/** What went wrong and what helps, one line each. */
fun Lang.trouble(key: String): List<String> =
    listOf(key, key.replace(Regex("message$"), "advice")).distinct().map { word(it) }.filter { it.isNotEmpty() }
