// The live session on the screen: preview, outline, one hint, readiness, shutter; the student hears what to do.

import { Camera } from './camera.js';
import { core } from './core.js';
import { button, el, svg } from './dom.js';
import { Overlay } from './overlay.js';
import { hush, isMuted, mute, speakAloud } from './voice.js';
import { waiting } from './notice.js';
import { say } from './words.js';

/// What was said stays readable so long, in milliseconds.
const CAPTION = 6000;
/// How the device is held is told this often, in milliseconds.
const HELD = 200;
/// The ring round the shutter: its radius and its way round.
const RADIUS = 34;
const ROUND = 2 * Math.PI * RADIUS;

/// Some browsers tell how the device is held only to whoever asks at a tap.
export const askHowHeld = () => globalThis.DeviceMotionEvent?.requestPermission?.().catch(() => {});

export class LiveView {
  #camera = null;
  #open = true;
  #overlay = null;
  #offered = false;
  #busy = false;
  #captionUntil = 0;
  #heldUntil = 0;

  /// `mode` is `real` or `rehearsal`; `rehearse` is one without a service. `done` gets what was taken; `failed` what kept
  /// the camera shut.
  constructor({ mode, rehearse = false, done, failed }) {
    Object.assign(this, { mode, rehearse, done, failed });
    this.hint = el('p', { class: 'hint', role: 'status', 'aria-live': 'polite' });
    this.caption = el('p', { class: 'caption', 'aria-live': 'off' });
    this.stage = el('div', { class: 'stage' }, this.hint, this.caption);
    this.ring = svg('circle', { class: 'ring', cx: 40, cy: 40, r: RADIUS, 'stroke-dasharray': ROUND, 'stroke-dashoffset': ROUND });
    this.state = el('span', { class: 'state' });
    this.node = el('section', { class: 'live', 'aria-label': say('web.live.label') }, this.stage, this.#controls());
  }

  #controls() {
    const face = svg('svg', { viewBox: '0 0 80 80', 'aria-hidden': true }, svg('circle', { class: 'rail', cx: 40, cy: 40, r: RADIUS }), this.ring, svg('circle', { class: 'knob', cx: 40, cy: 40, r: 26 }));
    this.shutter = el('button', { type: 'button', class: 'shutter', disabled: true, 'aria-label': say('web.live.shutter'), onclick: () => this.#press() }, face);
    this.sound = button('', () => this.#mute(!isMuted()), 'quiet');
    this.#mute(isMuted());
    return el('div', { class: 'controls' }, this.state, this.shutter, this.sound);
  }

  #mute(on) {
    mute(on);
    this.sound.textContent = say(on ? 'web.live.unmute' : 'web.live.mute');
    this.sound.setAttribute('aria-pressed', String(on));
  }

  /// How the device is held, where it says so.
  #held = ({ accelerationIncludingGravity: pull }) => {
    if (pull?.x == null || performance.now() < this.#heldUntil) return;
    this.#heldUntil = performance.now() + HELD;
    // Should it fail, the next frame tells.
    core.call('held', { x: pull.x, y: pull.y, z: pull.z }).catch(() => {});
  };

  /// Opens the camera, and looks at frames until it is closed.
  async run() {
    const wait = waiting(say('web.preparing'));
    this.stage.append(wait);
    try {
      this.#camera = await Camera.open(this.mode);
      const size = await this.#camera.play();
      this.#overlay = new Overlay(size);
      this.stage.style.aspectRatio = `${size[0]} / ${size[1]}`;
      this.stage.style.setProperty('--shape', size[0] / size[1]);
      this.stage.prepend(this.#camera.video, this.#overlay.node);
      await core.call('openLive', { rehearse: this.rehearse });
      addEventListener('devicemotion', this.#held);
      wait.end();
      this.#camera.ended.then(() => this.#open && this.run());
      while (this.#open) await this.#look();
    } catch (problem) {
      wait.end();
      if (this.#open) this.failed(problem);
    }
  }

  /// One frame, from the camera to the screen. While it is looked at the camera goes on; only the latest is taken next.
  async #look() {
    const { bitmap, time } = await this.#camera.frame();
    if (!this.#open) return bitmap.close();
    const { guided } = await core.call('push', { bitmap, time }, [bitmap]);
    if (!guided || !this.#open) return;
    this.#show(guided);
    performance.measure('frame', { start: time, end: performance.now() });
    performance.clearMeasures('frame');
    if (guided.event === 'timed_out') this.#offer();
    if (guided.event === 'fire') await this.#take();
  }

  #show({ state, readiness, overlay, messages }) {
    this.#overlay.draw(overlay);
    this.ring.style.strokeDashoffset = String(ROUND * (1 - readiness));
    this.node.dataset.state = state;
    this.state.textContent = say(`live.state.${state}`);
    const hint = messages.show ? say(messages.show.key) : '';
    if (this.hint.textContent !== hint) this.hint.textContent = hint;
    if (messages.haptic) navigator.vibrate?.(messages.haptic === 'done' ? [30, 60, 30] : 20);
    if (messages.say) this.#speak(say(messages.say.key));
    else if (performance.now() > this.#captionUntil) this.caption.textContent = '';
  }

  #speak(text) {
    speakAloud(text);
    this.caption.textContent = say('web.live.said', { text });
    this.#captionUntil = performance.now() + CAPTION;
  }

  /// It takes long: the helper may press.
  #offer() {
    this.#offered = true;
    this.shutter.disabled = false;
    this.#note(say('live.manual'));
  }

  async #press() {
    if (this.#busy || !this.#offered) return;
    try {
      await core.call('press', { time: performance.now() });
      await this.#take();
    } catch (problem) {
      this.#note(say(problem.key));
    }
  }

  async #take() {
    this.#busy = true;
    this.node.classList.add('taking');
    try {
      const { bitmap, time } = await this.#camera.still();
      const taken = await core.call('take', { bitmap, time, rehearse: this.rehearse }, [bitmap]);
      const recording = await core.call('recording');
      if (this.#open) this.done({ taken, recording });
    } catch (problem) {
      if (problem.code === 'broken') throw problem;
      this.#note(`${say('live.not_taken')} ${say(problem.key)}`);
    } finally {
      this.#busy = false;
      this.node.classList.remove('taking');
    }
  }

  #note(text) {
    this.caption.textContent = text;
    this.#captionUntil = performance.now() + CAPTION;
  }

  /// Ends it and lets the camera go.
  close() {
    this.#open = false;
    removeEventListener('devicemotion', this.#held);
    hush();
    this.#camera?.close();
    this.node.remove();
  }
}
