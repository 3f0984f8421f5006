// Questions to other activities, and their answers.

package xueying.app

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import kotlinx.coroutines.CompletableDeferred

/** One question at a time: a newer one leaves the older without an answer. */
class Questions(private val activity: Activity) {
    private var waiting: CompletableDeferred<Intent?>? = null
    private var number = 0

    /** What the other activity answers; nothing where the person went back, or where there is no such activity. */
    suspend fun ask(question: Intent): Intent? {
        waiting?.complete(null)
        val answer = CompletableDeferred<Intent?>()
        waiting = answer
        try {
            activity.startActivityForResult(question, ++number)
        } catch (_: ActivityNotFoundException) {
            answer.complete(null)
        }
        return answer.await()
    }

    /** Android tells the activity of an answer. */
    fun answered(number: Int, answer: Intent?) {
        if (number == this.number) waiting?.complete(answer)
    }
}
