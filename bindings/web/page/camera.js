// Opens the camera that the core chooses, and gives its frames, the latest alone.

import { core, Problem } from './core.js';

/// What is asked of a camera: its largest picture, for the still is taken from it.
const WANTED = { width: { ideal: 3840 }, height: { ideal: 2160 } };
/// Frames are looked at no larger than this along their long side.
const LOOKED_AT = 1280;

const FACING = { environment: 'rear', user: 'front' };

export class Camera {
  /// Opens the main rear camera; in a rehearsal, where there is none, the computer's. Throws a `Problem`, or a
  /// `CameraDenied`.
  static async open(mode) {
    if (!navigator.mediaDevices) throw new Problem({ code: 'no_camera', key: 'errors.camera.message' });
    const rear = await granted({ facingMode: { exact: 'environment' }, ...WANTED });
    if (rear) return chosen(rear, 'phone_rear', mode);
    // The core is asked first: a real session does not so much as open a computer's camera.
    await choose(await devices(), 'desktop', mode);
    const any = await granted(WANTED);
    if (!any) throw new Problem({ code: 'no_camera', key: 'errors.camera.message' });
    return chosen(any, 'desktop', mode);
  }

  constructor(stream) {
    this.stream = stream;
    this.video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: stream });
    this.ended = new Promise((done) => (this.track.onended = done));
  }

  get track() {
    return this.stream.getVideoTracks()[0];
  }

  async play() {
    await this.video.play();
    return [this.video.videoWidth, this.video.videoHeight];
  }

  /// The next frame, scaled for looking at, and when it was taken, in milliseconds of one clock.
  async frame() {
    const { video } = this;
    const time = await new Promise((done) => {
      video.requestVideoFrameCallback((now, { captureTime }) => done(captureTime ?? now));
    });
    const long = Math.max(video.videoWidth, video.videoHeight);
    const scale = Math.min(1, LOOKED_AT / long);
    const size = { resizeWidth: Math.round(video.videoWidth * scale), resizeHeight: Math.round(video.videoHeight * scale) };
    return { bitmap: await createImageBitmap(video, scale < 1 ? size : {}), time };
  }

  /// The picture of this moment at its full size.
  async still() {
    return { bitmap: await createImageBitmap(this.video), time: performance.now() };
  }

  close() {
    for (const track of this.stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }
}

/// The person, or the system, keeps the page from the camera; `permission` is one of the core's.
export class CameraDenied extends Error {
  constructor(permission) {
    super(permission);
    this.permission = permission;
  }
}

/// A stream, or nothing where there is no such camera.
async function granted(video) {
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (error) {
    if (error.name === 'OverconstrainedError' || error.name === 'NotFoundError') return null;
    if (error.name === 'NotAllowedError') throw new CameraDenied(await permission());
    throw new Problem({ code: 'camera', key: 'errors.camera.message', detail: error.message });
  }
}

/// How the browser stands to the camera: refused this once, or for good.
async function permission() {
  const asked = await navigator.permissions?.query({ name: 'camera' }).catch(() => null);
  return asked?.state === 'denied' ? 'denied_for_good' : 'denied';
}

/// The camera of a stream, or a better one, as the core chooses.
async function chosen(stream, source, mode) {
  let camera = new Camera(stream);
  try {
    const plan = await choose(await devices(camera.track), source, mode);
    if (plan.lens !== camera.track.getSettings().deviceId) {
      camera.close();
      const better = await granted({ deviceId: { exact: plan.lens }, ...WANTED });
      if (!better) throw new Problem({ code: 'no_camera', key: 'errors.camera.message' });
      camera = new Camera(better);
      await choose([described(camera.track)], source, mode);
    }
    return camera;
  } catch (error) {
    camera.close();
    throw error;
  }
}

const choose = (lenses, source, mode) => core.call('chooseCamera', { lenses, source, mode });

/// Every camera as the browser describes it; the open one by its own settings.
async function devices(open) {
  const own = open && described(open);
  const all = await navigator.mediaDevices.enumerateDevices();
  const others = all.filter((device) => device.kind === 'videoinput' && device.deviceId !== own?.id);
  return [...(own ? [own] : []), ...others.map(told)];
}

function told(device) {
  const { facingMode = [] } = device.getCapabilities?.() ?? {};
  return { id: device.deviceId, facing: FACING[facingMode[0]] ?? 'unknown', label: device.label };
}

function described(track) {
  const { deviceId, facingMode, width, height } = track.getSettings();
  const size = width && height ? [[Math.max(width, height), Math.min(width, height)]] : [];
  const label = track.label;
  return { id: deviceId, facing: FACING[facingMode] ?? 'unknown', label, preview_sizes: size, still_sizes: size };
}
