// The whole procedure before a real service: scan, guided to the shutter, upload, the reviewer approves, download.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, browser, film, phone, reaches, service, shot } from './support.js';
import { review, seen, tap, toTheAudit, toTheCamera, toTheCode, toTheSession, type } from './way.js';

const SIZE = [1080, 1920];
/// The room in which somebody stands, and is where they belong.
const STANDS = { seconds: 20, zoom: 1.77 };

let site;
let chrome;

before(async () => {
  site = await service();
  const code = { seconds: 4, file: site.students[0].picture, zoom: 1.5, at: [0.5, 0.5], anchor: null };
  // Whoever scans looks about first.
  chrome = await browser(await film('way', SIZE, [{ ...STANDS, seconds: 6 }, code, STANDS]));
});

after(async () => {
  await chrome?.close();
  site?.end();
});

test('from the door to the file', async () => {
  const page = await phone(chrome, { site });
  await page.goto(site.service);
  await toTheCamera(page, 0, { by: 'scan' });
  await toTheAudit(page);
  await review(chrome, site);
  await tap(page, 'refresh');
  await seen(page, 'approved');
  await tap(page, 'look');
  await seen(page, 'confirm');
  await tap(page, 'confirm');
  await seen(page, 'download');
  const [file] = await Promise.all([page.waitForEvent('download'), tap(page, 'download')]);
  assert.deepEqual([...readFileSync(await file.path()).subarray(0, 3)], [0xff, 0xd8, 0xff]);
  await seen(page, 'done');
  await tap(page, 'hand_over');
  await seen(page, 'hand_over');
  await page.context().close();
  assert.deepEqual(page.faults, []);
});

test('refused by the audit, and withdrawn, in the dark', async () => {
  const page = await phone(chrome, { site, language: 'en', dark: true });
  await page.goto(site.service);
  await tap(page, 'how_to');
  await seen(page, 'how_to_get_code');
  await tap(page, 'back');
  await toTheCamera(page, 1, { by: 'drop' });
  await toTheAudit(page);
  await review(chrome, site, { reasons: ['teeth_hidden'], language: 'en' });
  await tap(page, 'refresh');
  await seen(page, 'refused');
  await tap(page, 'withdraw');
  await seen(page, 'withdraw');
  await tap(page, 'withdraw_now');
  await seen(page, 'withdrawn');
  await page.context().close();
  assert.deepEqual(page.faults, []);
});

test('the network goes in the middle and comes back', async () => {
  const page = await phone(chrome, { site, haste: true });
  await page.goto(site.service);
  await toTheCamera(page, 2, { by: 'paste' });
  await reaches(page, 'preview', 90_000);
  await page.context().setOffline(true);
  await tap(page, 'use_photo');
  await reaches(page, 'upload');
  await page.waitForTimeout(2000);
  await shot(page, 'upload', { both: true });
  await accessible(page, 'upload');
  await page.reload();
  await reaches(page, 'upload');
  await page.context().setOffline(false);
  await reaches(page, 'calibration', 60_000);
  await page.context().close();
});

/// In the worker: it breaks, or its disk is full, when the test says so.
function mishaps() {
  const { put } = IDBObjectStore.prototype;
  let full = false;
  IDBObjectStore.prototype.put = function (...words) {
    if (full) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, words);
  };
  new BroadcastChannel('mishap').onmessage = ({ data }) => {
    if (data === 'break') throw new Error('the worker broke');
    full = data === 'full';
  };
}

test('a worker that breaks is replaced, and a full disk is told', async () => {
  const page = await phone(chrome, { site, haste: true, inWorker: mishaps });
  const happens = (what) => page.evaluate((what) => new BroadcastChannel('mishap').postMessage(what), what);
  await page.goto(site.service);
  await tap(page, 'begin');
  await reaches(page, 'phone');
  await happens('break');
  await page.waitForFunction(() => !document.querySelector('main[data-screen=phone] h1'));
  await reaches(page, 'phone');
  await happens('full');
  await type(page, '13800138009');
  await page.waitForSelector('.trouble[data-code=storage]');
  await accessible(page, 'a full disk');
  await page.click('.trouble button');
  await reaches(page, 'phone');
  await type(page, '13800138009');
  await reaches(page, 'sms_code');
  await page.context().close();
});

/// A session of this service that opens in an hour.
async function early() {
  const hour = 3_600_000;
  const [opens_at, closes_at] = [Date.now() + hour, Date.now() + 2 * hour];
  const session = { mode: 'rehearsal', profile: 'chsi', programme: '演练', place: '一号楼', opens_at, closes_at };
  const headers = { authorization: `Bearer ${site.office}`, 'content-type': 'application/json', 'idempotency-key': '0'.repeat(32) };
  const answer = await fetch(`${site.service}/v1/office/sessions`, { method: 'POST', headers, body: JSON.stringify(session) });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).code;
}

test('a session that is not open, a code of another phone, a sign-in that ran out', async () => {
  const page = await phone(chrome, { site, haste: true });
  await page.goto(site.service);
  await toTheSession(page, 3);
  await type(page, await early());
  page.haste = false;
  await seen(page, 'session_closed');
  page.haste = true;
  await tap(page, 'other_session');
  await toTheCode(page);
  await page.setInputFiles('input[type=file]', site.students[0].picture);
  page.haste = false;
  await seen(page, 'code_bound');
  await tap(page, 'other_code');
  // The service's clock cannot be moved from here; its answer can.
  const over = { status: 401, headers: { 'problem-code': 'token_expired' }, json: { code: 'token_expired', message: '' } };
  await page.context().route('**/v1/**', (route) => route.fulfill(over));
  await page.setInputFiles('input[type=file]', site.students[1].picture);
  await seen(page, 'token_expired');
  await page.context().close();
});
