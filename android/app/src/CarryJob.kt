// Brings photos away and looks for news while nothing is on the screen.

package xueying.app

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

class CarryJob : JobService() {
    private var work: Job? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        val app = application as App
        work = app.scope.launch {
            val shell = app.shell.await()
            if (app.front.value == null) shell.attach(Notices(app))
            shell.resumed()
            shell.settle()
            jobFinished(parameters, false)
        }
        return true
    }

    override fun onStopJob(parameters: JobParameters): Boolean {
        work?.cancel()
        return true
    }

    companion object {
        private const val ID = 1

        /** Android's shortest. */
        private const val PERIOD_MS = 15 * 60 * 1000L

        fun schedule(context: Context) {
            val job = JobInfo.Builder(ID, ComponentName(context, CarryJob::class.java))
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setPeriodic(PERIOD_MS)
                .setPersisted(true)
                .build()
            context.getSystemService(JobScheduler::class.java).schedule(job)
        }

        /** The app is in front and does it itself. */
        fun cancel(context: Context) = context.getSystemService(JobScheduler::class.java).cancel(ID)
    }
}
