// The scenarios of `tests/scenarios` in the browser: the same ends as everywhere, and the same scores as the native build.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { begin, cameraChoice, check, codeTexts, live, permission, scan } from './cases.js';
import { browser, phone, service } from './support.js';

const { XUEYING_SCENARIOS, XUEYING_TARGET } = process.env;
/// Scores differ from the native ones by at most so much, or by this share where they are large.
const NEAR = 1e-3;

let site;
let chrome;
let page;

const cases = (name) => JSON.parse(readFileSync(new URL(`../scenarios/${name}.json`, import.meta.url)));

before(async () => {
  site = await service();
  chrome = await browser(null);
  page = await phone(chrome);
  await page.exposeFunction('bytesOf', (name) => readFileSync(join(XUEYING_SCENARIOS, name)).toString('base64'));
  await page.goto(site.service);
  await page.evaluate(begin);
});

after(async () => {
  await chrome?.close();
  site?.end();
});

/// Runs every case and compares what it gives with what is expected.
async function all(name, run, keep = () => true) {
  const chosen = cases(name).filter(keep);
  assert.ok(chosen.length > 0, `${name} has no cases`);
  for (const one of chosen) {
    const found = await page.evaluate(run, one);
    for (const [field, wanted] of Object.entries(found.wanted)) {
      assert.deepEqual(found.is[field], wanted, `${one.name}: ${field}`);
    }
  }
}

test('cameras', () => all('camera_choice', cameraChoice));
test('permissions', () => all('permission', permission, (one) => one.platform === 'browser'));
test('texts of codes', () => all('code_texts', codeTexts));
// The page's frames have no stride of their own.
test('codes', () => all('scan', scan, (one) => one.row_stride === undefined));
// The page's frames are whole, of one lens, and guide a rehearsal; what else happens is for those who can do it.
const DONE = ['push', 'take', 'replay'];
const onThePage = ({ mode, steps }) => mode === 'rehearsal' && steps.every((step) => !step.cut && !step.lens && DONE.includes(step.do));
test('live sessions', { timeout: 240_000 }, () => all('live', live, onThePage));

test('photos, with the scores of the native build', { timeout: 240_000 }, async () => {
  const native = execFileSync(join(XUEYING_TARGET, 'debug/examples/reports'), [join(XUEYING_TARGET, 'page/models'), XUEYING_SCENARIOS]);
  const reports = new Map(native.toString().trim().split('\n').map((line) => JSON.parse(line)).map(({ name, report }) => [name, report]));
  let scores = 0;
  for (const one of cases('check').filter((one) => one.file)) {
    const { is, wanted, report } = await page.evaluate(check, one);
    for (const [field, value] of Object.entries(wanted)) assert.deepEqual(is[field], value, `${one.name}: ${field}`);
    if (!report) continue;
    const twin = new Map(reports.get(one.name).findings.map((finding) => [finding.id, finding]));
    assert.equal(report.findings.length, twin.size);
    for (const { id, verdict, score } of report.findings) {
      const other = twin.get(id);
      assert.equal(verdict, other.verdict, `${one.name}: ${id}`);
      if (score === null) continue;
      const far = Math.abs(score - other.score) / Math.max(1, Math.abs(other.score));
      assert.ok(far <= NEAR, `${one.name}: ${id} is ${score}, native ${other.score}`);
      scores++;
    }
  }
  assert.ok(scores > 100);
});
