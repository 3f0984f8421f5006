// The procedure: whatever is on the core's screen, shown by one renderer, and the errands that are the page's.

import { beforeAfter } from './check.js';
import { CameraDenied } from './camera.js';
import { core } from './core.js';
import { button, el } from './dom.js';
import { picture, save } from './files.js';
import { inputs } from './inputs.js';
import { askHowHeld, LiveView } from './live.js';
import { trouble, waiting } from './notice.js';
import { drawn } from './report.js';
import { isChinese, say } from './words.js';

/// Screens with the portrait that the service made, and those on which the photo itself may stand beside it.
const OFFICIAL = ['calibration', 'satisfied', 'approved', 'confirm', 'download'];
const BEFORE_AFTER = ['preview', 'upload', 'calibration', 'satisfied'];

/// The photo that was taken and the portrait that this device makes of it, until the student has decided.
let taken = null;

export function showProcedure(main) {
  let screen = null;
  let shown = null;
  let turn = Promise.resolve();
  let live = null;
  let ended = false;
  const end = new AbortController();
  const listen = (target, name, does) => target.addEventListener(name, does, { signal: end.signal });
  const act = (action) => {
    // A photo that waits for a network is not to be cleared away by the browser.
    if (action === 'use_photo') navigator.storage?.persist?.();
    // The next taps lead to the camera.
    if (action === 'ready') askHowHeld();
    return core.call('act', { action }).catch(failed);
  };
  const failed = (problem) => main.append(trouble(problem, () => location.reload()));

  async function begin() {
    const wait = waiting(say('web.preparing'));
    main.replaceChildren(wait);
    try {
      await core.call('openDesk');
    } catch (problem) {
      main.replaceChildren(trouble(problem, begin));
      return;
    }
    wait.end();
    await render();
  }

  /// One after the other, however quickly things happen.
  const render = () => (turn = turn.then(renderNow, renderNow));

  async function renderNow() {
    if (ended) return;
    const view = await core.call('view', { chinese: isChinese() });
    const same = view.screen === screen;
    if (live?.node.isConnected && view.screen === 'capture') return;
    if (same && onlyTicks(view)) return;
    const kept = same ? remembered(main) : null;
    main.dataset.screen = view.screen;
    main.replaceChildren(...parts(view, { act, failed }, await extras(view)));
    if (kept) kept(main);
    else main.querySelector('h1').focus();
    screen = view.screen;
  }

  /// Whether only ticks changed; then they are set, and all else stays as it is.
  function onlyTicks(view) {
    const before = shown;
    shown = JSON.stringify({ ...view, points: view.points.map(({ text }) => text), language: isChinese() });
    if (before !== shown || view.points.length === 0) return false;
    view.points.forEach(({ done }, at) => (main.querySelector(`#point-${at}`).checked = done));
    return true;
  }

  /// What only one screen has.
  async function extras(view) {
    if (!BEFORE_AFTER.includes(view.screen)) taken = null;
    if (view.screen === 'preview') return [preview()];
    if (OFFICIAL.includes(view.screen)) return official(view, taken?.file);
    if (view.screen !== 'capture' || view.waiting) return [];
    const mode = live ? null : await core.call('ordered');
    if (mode) openLive(mode);
    return [live?.node ?? waiting(say('web.preparing'))];
  }

  /// The photo and its portrait, as soon as that is made.
  function preview() {
    const wait = waiting(say('web.check.looking'));
    const place = el('div', {}, wait);
    const show = async () => {
      taken ??= await core.call('preview', { chinese: isChinese() });
      if (taken) place.replaceChildren(beforeAfter(taken.file, taken.portrait));
    };
    show()
      .catch((problem) => place.replaceChildren(trouble(problem)))
      .finally(() => wait.end());
    return place;
  }

  const errands = {
    open_camera: render,
    close_camera: close,
    async ask_camera() {
      await core.call('permitted', { permission: await allowed() });
    },
    async open_settings() {
      await core.call('permitted', { permission: await allowed() });
    },
    async ask_notifications() {
      const may = 'Notification' in window && (await Notification.requestPermission()) === 'granted';
      await core.call('notifications', { may });
    },
    async save({ body }) {
      save(body, 'portrait.jpg', 'image/jpeg');
      await core.call('saved', { saved: true });
    },
  };

  function openLive(mode) {
    live = new LiveView({ mode, done: close, failed: (problem) => refused(problem).catch(failed) });
    live.run();
  }

  function close() {
    live?.close();
    live = null;
    core.call('closeLive').catch(() => {});
  }

  async function refused(problem) {
    close();
    if (problem instanceof CameraDenied) await core.call('permitted', { permission: problem.permission });
    else failed(problem);
  }

  listen(core, 'desk', () => render().catch(failed));
  listen(core, 'errand', ({ detail }) => errands[detail.kind]?.(detail)?.catch?.(failed));
  listen(core, 'broken', () => begin());
  listen(core, 'failed', ({ detail }) => failed(detail));
  listen(window, 'online', () => core.call('resumed').catch(failed));
  listen(document, 'visibilitychange', () => document.hidden || core.call('resumed').catch(failed));
  begin();
  return () => {
    ended = true;
    end.abort();
    close();
    delete main.dataset.screen;
  };
}

/// Whether the camera may be used: the browser asks the person, and the camera closes again.
async function allowed() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: false });
    for (const track of stream.getTracks()) track.stop();
    return 'granted';
  } catch (error) {
    if (error.name !== 'NotAllowedError') return 'granted';
    const { state } = (await navigator.permissions?.query({ name: 'camera' }).catch(() => null)) ?? {};
    return state === 'denied' ? 'denied_for_good' : 'denied';
  }
}

/// The portrait as the service made it, beside the photo while that is still at hand.
async function official({ screen }, before) {
  const file = await core.call('deskPortrait');
  if (!file) return screen === 'calibration' ? [el('progress', { 'aria-label': say('web.asking') })] : [];
  if (before) return [beforeAfter(before, file)];
  const text = say('web.after');
  return [el('figure', { class: 'portrait' }, picture(file, text), el('figcaption', {}, text))];
}

/// The screen in words: the same for every one.
function parts(view, { act, failed }, extras) {
  const { progress, rehearsal, title, body, notice, points, input, actions, waiting: waits } = view;
  return [
    progress && steps(progress),
    rehearsal && el('p', { class: 'banner' }, rehearsal),
    el('h1', { tabindex: -1, class: view.screen === 'capture' ? 'small' : '' }, title),
    ...body.map((text) => el('p', {}, text)),
    notice && el('p', { class: 'notice', role: 'alert' }, notice),
    points.length > 0 && list(points, failed),
    input && inputs(input, failed),
    progress?.sent && sent(progress.sent),
    waits && el('div', { class: 'waiting', role: 'status' }, el('progress', { 'aria-label': say('web.asking') }), el('p', {}, say('web.asking'))),
    ...extras,
    el('div', { class: 'actions' }, actions.filter(({ action }) => action !== 'enter').map((one, at) => acting(one, at === 0 && !input && one.action !== 'back', act))),
  ].filter(Boolean);
}

function acting({ action, label }, primary, act) {
  return el('button', { type: 'button', class: primary ? 'primary' : '', 'data-action': action, onclick: () => act(action) }, label);
}

function steps({ step, of }) {
  const text = say('web.step', { n: step, of });
  return el('div', { class: 'steps' }, el('progress', { max: of, value: step, 'aria-label': text }), el('span', {}, text));
}

function sent([bytes, of]) {
  const text = say('web.sent', { n: (bytes / 1000).toFixed(0), of: (of / 1000).toFixed(0) });
  return el('div', { class: 'waiting' }, el('progress', { max: of, value: bytes, 'aria-label': text }), el('p', {}, text));
}

function list(points, failed) {
  return el('ul', { class: 'points' }, points.map((one, at) => point(one, at, failed)));
}

function point({ text, rule, done }, at, failed) {
  const tick = () => core.call('tick', { point: at }).catch(failed);
  const box = el('input', { type: 'checkbox', id: `point-${at}`, onchange: tick });
  box.checked = done;
  const item = el('li', {}, el('label', { for: `point-${at}` }, box, el('span', {}, text)));
  drawn(rule, text).then((pair) => item.append(pair));
  return item;
}

/// What a person typed and where they were, to be put back when the same screen is shown again.
function remembered(main) {
  const field = main.querySelector('input[type=text], input[type=tel], textarea');
  const text = field?.value;
  const focused = document.activeElement?.id;
  return (now) => {
    const again = now.querySelector('input[type=text], input[type=tel], textarea');
    if (again && text) again.value = text;
    if (focused) now.querySelector(`#${CSS.escape(focused)}`)?.focus();
  };
}
