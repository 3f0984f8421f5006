// For developers: a recorded session, decided anew, step by step.

import { core } from './core.js';
import { button, el } from './dom.js';
import { trouble } from './notice.js';
import { Overlay } from './overlay.js';
import { say } from './words.js';

export function showTimeline(main) {
  const shown = el('div', { class: 'result' });
  const input = el('input', { type: 'file', accept: '.jsonl,.json,text/plain', id: 'recording', class: 'hidden' });
  input.onchange = async () => open(await input.files[0].text());
  main.append(
    el('h1', {}, say('web.timeline.title')),
    el('p', { class: 'lead' }, say('web.timeline.body')),
    el('label', { class: 'drop' }, input, el('strong', {}, say('web.timeline.open'))),
    shown,
  );

  async function open(recording) {
    try {
      const replay = await core.call('replay', { recording });
      shown.replaceChildren(steps(replay));
    } catch (problem) {
      shown.replaceChildren(trouble(problem));
    }
  }
  return () => {};
}

function steps({ steps, values, differs }) {
  const verdict = differs === null ? say('live.same', { n: steps.length }) : say('live.differs', { n: differs + 1 });
  const slider = el('input', { type: 'range', min: 0, max: Math.max(0, steps.length - 1), value: 0, 'aria-label': say('web.timeline.step') });
  const place = el('div', { class: 'step', 'aria-live': 'polite' });
  const go = (at) => {
    slider.value = Math.min(Math.max(at, 0), steps.length - 1);
    if (steps.length > 0) place.replaceChildren(...step(steps, values, Number(slider.value)));
  };
  slider.oninput = () => go(Number(slider.value));
  const by = (count) => () => go(Number(slider.value) + count);
  go(0);
  return el(
    'section',
    { class: 'card timeline' },
    el('p', { class: differs === null ? 'pass' : 'fail', role: 'status' }, verdict),
    el('div', { class: 'line' }, button('−', by(-1)), slider, button('+', by(1))),
    place,
  );
}

function step(steps, values, at) {
  const { seen, guidance, taken } = steps[at];
  const seconds = (seen.time - steps[0].seen.time) / 1e9;
  const overlay = new Overlay(seen.size);
  overlay.draw(guidance.overlay);
  const facts = {
    [say('web.timeline.time')]: `${seconds.toFixed(2)} s · ${at + 1}/${steps.length}`,
    [say('web.timeline.state')]: say(`live.state.${guidance.state}`),
    [say('live.readiness')]: `${Math.round(guidance.readiness * 100)} %`,
    [say('live.helper')]: guidance.messages.show ? say(guidance.messages.show.key) : '–',
    [say('live.student')]: guidance.messages.say ? say(guidance.messages.say.key) : '–',
    [say('web.timeline.event')]: [guidance.event && say(`web.timeline.${guidance.event}`), taken && say('live.photo')].filter(Boolean).join(', ') || '–',
  };
  const rows = Object.entries(facts).map(([name, value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)));
  return [
    el('div', { class: 'scene' }, overlay.node),
    el('table', {}, el('tbody', {}, rows)),
    el('table', { class: 'measures' }, el('tbody', {}, seen.findings.map((finding, index) => measure(finding, values[at][index])))),
  ];
}

function measure({ id, verdict, reason }, value) {
  const told = value ?? (reason ? say(`reasons.${reason}.message`) : '–');
  return el('tr', { class: verdict }, el('th', { scope: 'row' }, say(`checks.${id}.title`)), el('td', {}, say(`report.verdict.${verdict}`)), el('td', {}, told));
}
