// Reading a code with the camera. No face is looked at here, and no frame is kept.

import { core } from './core.js';
import { button, el } from './dom.js';
import { say } from './words.js';

/// Frames are looked at no larger than this along their long side.
const LOOKED_AT = 1280;

export class ScanView {
  #open = true;
  #stream = null;

  /// `found` gets the text of a code; `failed` what kept the camera shut.
  constructor({ found, failed }) {
    Object.assign(this, { found, failed });
    this.hint = el('p', { class: 'hint', role: 'status' }, say('web.scan.aim'));
    this.video = Object.assign(el('video', { 'aria-label': say('web.scan.aim') }), { muted: true, playsInline: true });
    const stop = button(say('web.scan.stop'), () => this.close());
    this.node = el('div', { class: 'scan' }, el('div', { class: 'stage' }, this.video, el('div', { class: 'frame', 'aria-hidden': 'true' }), this.hint), stop);
  }

  async run() {
    try {
      const video = { facingMode: 'environment', width: { ideal: 1920 } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      if (!this.#open) return this.close();
      this.video.srcObject = this.#stream;
      await this.video.play();
      while (this.#open) await this.#look();
    } catch (error) {
      if (this.#open) this.failed(error);
      this.close();
    }
  }

  async #look() {
    const { video } = this;
    await new Promise((done) => video.requestVideoFrameCallback(done));
    const scale = LOOKED_AT / Math.max(video.videoWidth, video.videoHeight);
    const size = { resizeWidth: Math.round(video.videoWidth * scale), resizeHeight: Math.round(video.videoHeight * scale) };
    const bitmap = await createImageBitmap(video, scale < 1 ? size : {});
    const { codes, hint } = await core.call('scan', { bitmap }, [bitmap]);
    if (!this.#open) return;
    this.hint.textContent = say(hint ?? 'web.scan.aim');
    if (codes.length > 0) {
      this.close();
      this.found(codes[0]);
    }
  }

  close() {
    this.#open = false;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.node.remove();
  }
}
