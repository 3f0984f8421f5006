// What can be typed, scanned, dropped or pasted on a screen. What is read goes to the core, which judges it.

import { core } from './core.js';
import { button, el } from './dom.js';
import { bytesOf, pictureField } from './files.js';
import { trouble } from './notice.js';
import { ScanView } from './scan.js';
import { say } from './words.js';

/// How each input is typed.
const FIELDS = {
  phone: { type: 'tel', inputmode: 'tel', autocomplete: 'tel-national', maxlength: 20 },
  sms_code: { type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 12 },
  session_code: { type: 'text', autocomplete: 'off', autocapitalize: 'characters', maxlength: 200 },
  collection_code: { type: 'text', autocomplete: 'off', maxlength: 8192 },
};
const SCANNED = ['session_code', 'collection_code'];

/// `failed` gets why the core could not take in what was given.
export function inputs(input, failed) {
  const told = el('div', { 'aria-live': 'polite' });
  const send = (text) => core.call('typed', { text }).catch(failed);
  const parts = [typed(input, send), told];
  if (SCANNED.includes(input)) parts.unshift(...scanned(told, send));
  return el('div', { class: 'inputs' }, parts);
}

function typed(input, send) {
  const label = say(`web.input.${input}`);
  const field = el('input', { id: 'typed', name: input, required: true, ...FIELDS[input] });
  const submit = (event) => {
    event.preventDefault();
    send(field.value);
  };
  return el(
    'form',
    { onsubmit: submit, novalidate: true },
    el('label', { for: 'typed' }, label),
    el('div', { class: 'line' }, field, el('button', { class: 'primary', 'data-action': 'enter' }, say('procedure.actions.enter'))),
  );
}

/// By the camera, or from a picture.
function scanned(told, send) {
  const place = el('div');
  const failed = (problem) => told.replaceChildren(trouble(problem));
  const denied = { code: 'denied', key: 'camera.permission.denied.browser' };
  const scan = () => {
    const view = new ScanView({
      found: send,
      failed: (error) => failed(error.name === 'NotAllowedError' ? denied : { code: 'camera', key: 'errors.camera.message' }),
    });
    place.replaceChildren(view.node);
    view.run();
  };
  const read = async (file) => {
    try {
      const codes = await core.call('readCodes', { file: await bytesOf(file) });
      if (codes.length > 0) await send(codes[0]);
      else failed({ code: 'no_code', key: 'web.scan.none' });
    } catch (problem) {
      failed(problem);
    }
  };
  return [place, button(say('web.scan.start'), scan, 'primary'), pictureField(say('web.scan.choose'), read)];
}
