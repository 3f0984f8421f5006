// The pre-check of a photo, for anybody: nothing leaves the device.

import { core } from './core.js';
import { button, el } from './dom.js';
import { bytesOf, picture, pictureField, save } from './files.js';
import { trouble, waiting } from './notice.js';
import { reportCard } from './report.js';
import { isChinese, say } from './words.js';

/// The photo stays while the language changes.
let last = null;

export function showCheck(main) {
  const result = el('div', { class: 'result', 'aria-live': 'polite' });
  const field = pictureField(say('web.check.choose'), (file) => check(file));
  main.append(el('h1', {}, say('web.check.title')), el('p', { class: 'lead' }, say('web.check.body')), field, result);

  async function check(file) {
    last = file;
    const wait = waiting(say('web.check.looking'));
    result.replaceChildren(wait);
    try {
      const bytes = await bytesOf(file);
      const told = await core.call('check', { file: bytes, finished: false, chinese: isChinese() });
      result.replaceChildren(reportCard(told, bytes), wait);
      result.firstChild.focus();
      result.append(await portrait(bytes));
    } catch (problem) {
      result.replaceChildren(trouble(problem, () => check(file)));
    } finally {
      wait.end();
    }
  }
  if (last) check(last);
  return () => field.end();
}

/// The portrait that the photo gives, beside it.
async function portrait(bytes) {
  const made = await core.call('portrait', { official: true, chinese: isChinese() }).catch((problem) => problem);
  if (made instanceof Error) return trouble(made);
  const { size, bytes: length, marks } = made.facts;
  const mark = ({ title, value, met }) => {
    return el('li', { class: met ? 'pass' : 'warn' }, title, el('b', {}, `${value.toFixed(0)} px`));
  };
  return el(
    'section',
    { class: 'card' },
    el('h2', {}, say('report.portrait')),
    beforeAfter(bytes, made.file),
    el('p', { class: 'small' }, say('web.check.facts', { width: size[0], height: size[1], kb: (length / 1000).toFixed(1) })),
    el('ul', { class: 'marks' }, marks.map(mark)),
    button(say('web.check.save'), () => save(made.file, 'portrait.jpg', 'image/jpeg'), 'primary'),
  );
}

/// A photo and what becomes of it.
export function beforeAfter(before, after) {
  const side = (bytes, key) => el('figure', {}, picture(bytes, say(key)), el('figcaption', {}, say(key)));
  return el('div', { class: 'pair' }, side(before, 'web.before'), side(after, 'web.after'));
}
