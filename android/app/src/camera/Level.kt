// How the phone is held.

package xueying.app.camera

import android.content.Context
import android.hardware.Sensor
import android.hardware.SensorEvent
import android.hardware.SensorEventListener
import android.hardware.SensorManager
import android.os.Handler
import xueying.shell.Gravity

/** The gravity sensor, listened to while the camera is open. A phone without one says nothing. */
class Level(context: Context, private val handler: Handler) : SensorEventListener {
    private val sensors = context.getSystemService(SensorManager::class.java)

    @Volatile
    var gravity: Gravity? = null
        private set

    fun start() {
        val sensor = sensors.getDefaultSensor(Sensor.TYPE_GRAVITY) ?: return
        sensors.registerListener(this, sensor, SensorManager.SENSOR_DELAY_UI, handler)
    }

    fun stop() {
        sensors.unregisterListener(this)
        gravity = null
    }

    override fun onSensorChanged(event: SensorEvent) {
        val (x, y, z) = event.values
        gravity = Gravity(x.toDouble(), y.toDouble(), z.toDouble())
    }

    override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
}
