// A report as a person reads it: the verdict, where to look, and every finding with what to do.

import { core } from './core.js';
import { drawing, el, svg } from './dom.js';
import { picture } from './files.js';
import { say } from './words.js';

const ORDER = ['fail', 'unknown', 'warn'];

export function reportCard(told, photo) {
  const { report } = told;
  const of = (verdict) => report.findings.filter((finding) => finding.verdict === verdict);
  return el(
    'article',
    { class: 'card report', tabindex: -1, 'data-verdict': report.verdict },
    el('h2', { class: `verdict ${report.verdict}` }, say(`report.headline.${report.verdict}`)),
    figure(told, photo),
    ORDER.map((verdict) => section(verdict, of(verdict), told)),
    questions(told),
    passed(of('pass'), told),
  );
}

/// The photo with the crop and the places of what is wrong.
function figure({ report, crop, size }, photo) {
  const [width, height] = size;
  const marks = svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': true });
  if (crop) {
    const [x, y, w, h] = crop;
    marks.append(svg('rect', { class: 'crop', x, y, width: w, height: h }));
  }
  for (const { verdict, region } of report.findings) {
    if (region && ORDER.includes(verdict)) marks.append(outline(region, verdict));
  }
  return el('figure', { class: 'photo' }, picture(photo, say('web.before')), marks);
}

function outline({ box, polygon }, verdict) {
  if (polygon) return svg('polygon', { class: verdict, points: polygon.map((point) => point.join(',')).join(' ') });
  const [x, y, width, height] = box;
  return svg('rect', { class: verdict, x, y, width, height });
}

function section(verdict, findings, { texts }) {
  if (findings.length === 0) return null;
  const items = findings.map(({ id }) => finding(verdict, id, texts[id]));
  return el('section', {}, el('h3', {}, say(`report.section.${verdict}`)), el('ul', { class: 'findings' }, items));
}

function finding(verdict, id, text) {
  const words = el(
    'div',
    {},
    el('strong', {}, text.title),
    el('p', {}, text.message),
    text.advice && el('p', { class: 'advice' }, text.advice),
  );
  const item = el('li', { class: verdict, 'data-id': id }, words);
  if (verdict === 'fail') drawn(id, text.title).then((pair) => item.append(pair));
  return item;
}

/// The rule broken and kept, drawn.
export async function drawn(rule, title) {
  const [wrong, right] = await Promise.all([false, true].map((right) => core.call('example', { rule, right })));
  const label = (key) => say(key, { rule: title });
  return el('div', { class: 'drawn' }, drawing(wrong, label('web.wrong')), drawing(right, label('web.right')));
}

function questions({ report, questions: texts }) {
  if (report.questions.length === 0) return null;
  const items = report.questions.map(({ id, suspicion }) => {
    const look = suspicion >= 0.5 && el('span', { class: 'tag' }, say('report.suspected'));
    return el('li', {}, texts[id], look);
  });
  return el('section', {}, el('h3', {}, say('report.section.questions')), el('ul', { class: 'findings' }, items));
}

function passed(findings, { texts }) {
  if (findings.length === 0) return null;
  const items = findings.map(({ id }) => el('li', { class: 'pass' }, texts[id].title));
  const head = el('summary', {}, `${say('report.section.pass')} (${findings.length})`);
  return el('details', {}, head, el('ul', { class: 'passed' }, items));
}
