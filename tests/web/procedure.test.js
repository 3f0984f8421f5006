// The whole procedure before a real service: scan, guided to the shutter, upload, the reviewer approves, download.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, browser, film, phone, reaches, service, shot } from './support.js';

const SIZE = [1080, 1920];
/// The room in which somebody stands, and is where they belong.
const STANDS = { seconds: 20, zoom: 1.77 };

let site;
let chrome;

before(async () => {
  site = await service();
  const code = { seconds: 4, file: site.students[0].picture, zoom: 1.5, at: [0.5, 0.5], anchor: null };
  chrome = await browser(await film('way', SIZE, [code, STANDS]));
});

after(async () => {
  await chrome?.close();
  site?.end();
});

const tap = (page, action) => page.click(`[data-action=${action}]`);

/// Leaves the page and comes back; nothing is lost.
async function reload(page, screen) {
  await page.reload();
  await reaches(page, screen);
}

/// Looks at a screen as its people do, and comes back to it.
async function seen(page, screen, { again = screen } = {}) {
  await reaches(page, screen, 60_000);
  await accessible(page, screen);
  await shot(page, `${screen}-${page.language}`);
  await reload(page, again);
}

async function type(page, text) {
  await page.fill('#typed', text);
  await page.keyboard.press('Enter');
}

/// From the door to the camera.
async function toTheCamera(page, student, { scan = false } = {}) {
  await seen(page, 'welcome');
  await tap(page, 'begin');
  await seen(page, 'phone');
  await type(page, `1380013800${student}`);
  // A challenge is not kept: its code may be used once.
  await seen(page, 'sms_code', { again: 'phone' });
  await type(page, `1380013800${student}`);
  await reaches(page, 'sms_code');
  const echo = await page.textContent('main');
  await type(page, echo.match(/\d{6}/)[0]);
  await seen(page, 'session_code');
  await type(page, site.session);
  await seen(page, 'session_preview');
  await tap(page, 'bind');
  await seen(page, 'tasks');
  await tap(page, 'open_task');
  await seen(page, 'instructions');
  await tap(page, 'understood');
  await seen(page, 'collection_code');
  if (scan) await page.click('.inputs button.primary');
  else await page.setInputFiles('input[type=file]', site.students[student].picture);
  await seen(page, 'identity');
  await tap(page, 'it_is_me');
  await seen(page, 'consent');
  await tap(page, 'agree');
  await reaches(page, 'checklist');
  for (const box of await page.locator('input[type=checkbox]').all()) await box.check();
  await seen(page, 'checklist');
  await tap(page, 'ready');
  await seen(page, 'notifications');
  await tap(page, 'not_now');
}

/// What the reviewer says about the photo that waits.
async function decide(decision, reasons = []) {
  const ask = async (path, init) => {
    const headers = { authorization: `Bearer ${site.reviewer}`, 'content-type': 'application/json' };
    const answer = await fetch(site.service + path, { ...init, headers });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const [{ photo }] = await ask('/v1/review/photos');
  await ask(`/v1/review/photos/${photo}/decision`, { method: 'PUT', body: JSON.stringify({ decision, reasons }) });
}

/// From the camera to the audit.
async function toTheAudit(page) {
  await page.waitForSelector('.live[data-state=found] .shape, .live[data-state=steady] .shape', { timeout: 90_000 });
  await shot(page, `capture-${page.language}`);
  await accessible(page, 'capture');
  await reaches(page, 'preview', 90_000);
  await page.waitForSelector('.pair img');
  await accessible(page, 'preview');
  await shot(page, `preview-${page.language}`);
  await tap(page, 'use_photo');
  await reaches(page, 'calibration', 60_000);
  await page.waitForSelector('.portrait img, .pair img', { timeout: 60_000 });
  await seen(page, 'calibration');
  await tap(page, 'satisfied');
  await seen(page, 'satisfied');
  await tap(page, 'submit');
  await seen(page, 'waiting');
}

test('from the door to the file', async () => {
  const page = await phone(chrome);
  page.language = 'zh';
  await page.goto(site.service);
  await toTheCamera(page, 0, { scan: true });
  await toTheAudit(page);
  await decide('approve');
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

test('refused by the audit, and withdrawn', async () => {
  const page = await phone(chrome, { language: 'en' });
  page.language = 'en';
  await page.goto(site.service);
  await tap(page, 'how_to');
  await seen(page, 'how_to_get_code');
  await tap(page, 'back');
  await toTheCamera(page, 1);
  await toTheAudit(page);
  await decide('refuse', ['teeth_hidden']);
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
  const page = await phone(chrome);
  page.language = 'offline';
  await page.goto(site.service);
  await toTheCamera(page, 2);
  await reaches(page, 'preview', 90_000);
  await page.context().setOffline(true);
  await tap(page, 'use_photo');
  await reaches(page, 'upload');
  await page.waitForTimeout(2000);
  await shot(page, 'upload');
  await accessible(page, 'upload');
  await page.reload();
  await reaches(page, 'upload');
  await page.context().setOffline(false);
  await reaches(page, 'calibration', 60_000);
  await page.context().close();
});
