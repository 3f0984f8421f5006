// A rehearsal of the live session, for anybody: with the computer's camera too, and nothing leaves the device.

import { CameraDenied } from './camera.js';
import { core } from './core.js';
import { beforeAfter } from './check.js';
import { button, el } from './dom.js';
import { save } from './files.js';
import { askHowHeld, LiveView } from './live.js';
import { trouble, waiting } from './notice.js';
import { reportCard } from './report.js';
import { isChinese, say } from './words.js';

export function showPractice(main) {
  let live = null;
  const result = el('div', { class: 'result', 'aria-live': 'polite' });
  const start = button(say('web.practice.start'), () => begin(), 'primary');
  const intro = el(
    'div',
    { class: 'intro' },
    el('p', { class: 'banner' }, say('live.rehearsal')),
    el('h1', {}, say('web.practice.title')),
    el('p', { class: 'lead' }, say('web.practice.body')),
    start,
  );
  main.append(intro, result);

  function begin() {
    askHowHeld();
    intro.hidden = true;
    live = new LiveView({ mode: 'rehearsal', rehearse: true, done: taken, failed });
    result.replaceChildren(live.node);
    live.run();
  }

  async function taken({ taken: photo, recording }) {
    live.close();
    live = null;
    const wait = waiting(say('web.check.looking'));
    result.replaceChildren(wait);
    try {
      const told = await core.call('check', { file: photo, finished: false, chinese: isChinese() });
      const made = await core.call('portrait', { official: true, chinese: isChinese() });
      result.replaceChildren(
        el('section', { class: 'card' }, el('h2', { tabindex: -1 }, say('report.portrait')), beforeAfter(photo, made.file)),
        el('div', { class: 'actions' }, button(say('procedure.actions.retake'), begin, 'primary'), keep(recording)),
        reportCard(told, photo),
      );
      result.querySelector('h2').focus();
    } catch (problem) {
      result.replaceChildren(trouble(problem, begin));
    }
  }

  async function failed(problem) {
    live?.close();
    live = null;
    intro.hidden = false;
    result.replaceChildren(trouble(await advice(problem), begin));
  }

  return () => live?.close();
}

/// The recording, for the timeline.
function keep(recording) {
  return button(say('web.timeline.save'), () => save(recording, 'session.jsonl', 'application/jsonl'));
}

/// What the core says about a camera that is refused.
async function advice(problem) {
  if (!(problem instanceof CameraDenied)) return problem;
  const { permission } = problem;
  const [, key] = await core.call('permission', { permission });
  return { code: permission, key };
}
