// The page's frame: its places, its language, and what is shown in the middle.

import { showCheck } from './check.js';
import { button, el } from './dom.js';
import { showPractice } from './practice.js';
import { showProcedure } from './procedure.js';
import { showTimeline } from './timeline.js';
import { language, preferred, say, speak } from './words.js';

/// A place shows itself in the middle and gives back what ends it.
const PLACES = { collect: showProcedure, check: showCheck, practice: showPractice, timeline: showTimeline };
const IN_THE_BAR = ['collect', 'check', 'practice'];

let leave = null;

const place = () => (location.hash.slice(1) in PLACES ? location.hash.slice(1) : 'collect');

function bar() {
  const here = place();
  const link = (name) => {
    const current = name === here ? 'page' : undefined;
    return el('a', { href: `#${name}`, 'aria-current': current }, say(`web.places.${name}`));
  };
  const places = document.getElementById('places');
  places.setAttribute('aria-label', say('web.places.label'));
  places.replaceChildren(...IN_THE_BAR.map(link));
  document.querySelector('.brand span').textContent = say('web.name');
  const other = document.getElementById('language');
  other.textContent = language() === 'zh' ? 'English' : '中文';
  other.hidden = false;
  other.lang = language() === 'zh' ? 'en' : 'zh-CN';
  document.getElementById('foot').replaceChildren(
    el('p', {}, say('web.privacy')),
    el('a', { href: '#timeline' }, say('web.places.timeline')),
  );
}

async function show() {
  await leave?.();
  leave = null;
  bar();
  const main = document.getElementById('main');
  main.className = `place ${place()}`;
  main.replaceChildren();
  document.title = `${say(`web.places.${place()}`)} · ${say('web.name')}`;
  leave = PLACES[place()](main);
}

/// One change after the other, however quickly they are asked for.
let turn = Promise.resolve();
const again = () => (turn = turn.then(show, show));

async function start() {
  await speak(preferred());
  document.getElementById('language').onclick = async () => {
    await speak(language() === 'zh' ? 'en' : 'zh');
    again();
  };
  addEventListener('hashchange', again);
  again();
  if ('serviceWorker' in navigator) {
    const worker = await navigator.serviceWorker.register('sw.js').catch(() => null);
    if (worker) await navigator.serviceWorker.ready;
    document.documentElement.dataset.offline = 'ready';
  }
}

start().catch((error) => {
  // Without texts there are only these words.
  const retry = button('重试 · Retry', () => location.reload(), 'primary');
  document.getElementById('main').replaceChildren(el('p', { role: 'alert' }, `没有连上 · Not connected (${error.message})`), retry);
});
