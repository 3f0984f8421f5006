// The shell's touch: Android's vibrator.

package xueying.app

import android.content.Context
import android.os.VibrationEffect
import android.os.Vibrator
import xueying.core.Haptic
import xueying.shell.Touch

class Buzzer(context: Context) : Touch {
    private val vibrator = context.getSystemService(Vibrator::class.java)

    override fun feel(haptic: Haptic) = vibrator.vibrate(
        when (haptic) {
            Haptic.TICK -> VibrationEffect.createOneShot(15, VibrationEffect.DEFAULT_AMPLITUDE)
            Haptic.DONE -> VibrationEffect.createWaveform(longArrayOf(0, 40, 80, 40), -1)
        }
    )
}
