// What every place shows: what went wrong, and how far the models have come.

import { button, el } from './dom.js';
import { core } from './core.js';
import { known, say } from './words.js';

/// What went wrong, what to do about it, and a way to try again.
export function trouble(problem, again) {
  const advice = (problem.key ?? '').replace(/\.message$/, '.advice');
  const key = problem.key ?? 'errors.broken.message';
  return el(
    'div',
    { class: 'trouble', role: 'alert', 'data-code': problem.code ?? 'broken' },
    el('p', { class: 'what' }, say(key)),
    advice !== key && known(advice) && el('p', {}, say(advice)),
    again && button(say('web.retry'), again),
  );
}

/// Progress of what takes a while; it follows the models as they are fetched.
export function waiting(text) {
  const line = el('p', {}, text);
  const progress = el('progress', { 'aria-label': text });
  const follow = ({ detail: { loaded, total } }) => {
    progress.max = total;
    progress.value = loaded;
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    line.textContent = loaded < total ? say('web.models', { n: megabytes(loaded), of: megabytes(total) }) : text;
    if (loaded >= total) progress.removeAttribute('value');
  };
  core.addEventListener('models', follow);
  const node = el('div', { class: 'waiting', role: 'status' }, progress, line);
  node.end = () => {
    core.removeEventListener('models', follow);
    node.remove();
  };
  return node;
}
