// The camera of the shell on Camera2.

package xueying.app.camera

import android.Manifest
import android.annotation.SuppressLint
import android.content.Context
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.os.Handler
import android.os.HandlerThread
import android.view.Surface
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.suspendCancellableCoroutine
import xueying.app.Permissions
import xueying.core.*
import xueying.shell.Camera
import xueying.shell.CameraTrouble
import xueying.shell.Frame
import xueying.shell.Gravity

/**
 * Opens the lens of a plan. [permissions] asks the person; [preview] gives the surface the person looks at, of the sides
 * that were chosen for it.
 */
class RearCamera(
    context: Context,
    private val permissions: Permissions,
    private val preview: suspend (width: Int, height: Int) -> Surface,
) : Camera {
    private val manager = context.getSystemService(CameraManager::class.java)
    private val thread = HandlerThread("camera").apply { start() }
    private val handler = Handler(thread.looper)
    private val level = Level(context, handler)
    private var open: Open? = null

    override val source = Source.PHONE_REAR

    override fun permission(): Permission = permissions.of(Manifest.permission.CAMERA)

    override suspend fun ask(): Permission = permissions.ask(Manifest.permission.CAMERA)

    override fun lenses(): List<Lens> = manager.describeAll()

    override suspend fun open(plan: PlanFacts, take: (Frame) -> Unit) = working {
        close()
        val facts = manager.getCameraCharacteristics(plan.lens)
        val opened = Open(device(plan.lens), facts, plan, handler)
        open = opened
        opened.start(preview(opened.width, opened.height), take)
        level.start()
    }

    override fun gravity(): Gravity? = level.gravity

    override suspend fun stills(): List<StillFile> = working { open?.stills() ?: throw CameraTrouble() }

    override fun close() {
        level.stop()
        open?.close()
        open = null
    }

    // The permission is asked for before; without it Android throws.
    @SuppressLint("MissingPermission")
    private suspend fun device(lens: String): CameraDevice = suspendCancellableCoroutine { waiting ->
        manager.openCamera(lens, object : CameraDevice.StateCallback() {
            override fun onOpened(device: CameraDevice) = waiting.resume(device) { _, unwanted, _ -> unwanted.close() }

            override fun onDisconnected(device: CameraDevice) = fail(device)

            override fun onError(device: CameraDevice, error: Int) = fail(device)

            private fun fail(device: CameraDevice) {
                device.close()
                if (waiting.isActive) waiting.resumeWithException(CameraTrouble())
            }
        }, handler)
    }

    private inline fun <T> working(call: () -> T): T = try {
        call()
    } catch (error: android.hardware.camera2.CameraAccessException) {
        throw CameraTrouble(error)
    } catch (error: SecurityException) {
        throw CameraTrouble(error)
    }
}
