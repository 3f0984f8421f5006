// The way through the procedure, as its people go it: every screen is looked at, and left and come back to.

import assert from 'node:assert/strict';
import { accessible, reaches, shot } from './support.js';

export const tap = (page, action) => page.click(`[data-action=${action}]`);

/// Leaves the page and comes back; nothing is lost.
async function reload(page, screen) {
  await page.reload();
  await reaches(page, screen);
}

/// Looks at a screen as its people do, and comes back to it; whoever is in haste only passes.
export async function seen(page, screen, { again = screen } = {}) {
  await reaches(page, screen, 60_000);
  if (page.haste) return;
  await accessible(page, screen);
  await shot(page, screen, { both: true });
  await reload(page, again);
}

export async function type(page, text) {
  await page.fill('#typed', text);
  await page.keyboard.press('Enter');
}

/// From the door to a session that is wanted.
export async function toTheSession(page, student) {
  await seen(page, 'welcome');
  await tap(page, 'begin');
  await seen(page, 'phone');
  await type(page, `1380013800${student}`);
  // A challenge is not kept: its code may be used once.
  await seen(page, 'sms_code', { again: 'phone' });
  if (!page.haste) await type(page, `1380013800${student}`);
  await reaches(page, 'sms_code');
  const echo = await page.textContent('main');
  await type(page, echo.match(/\d{6}/)[0]);
  await seen(page, 'session_code');
}

/// From a session to the collection code.
export async function toTheCode(page) {
  await type(page, page.site.session);
  await seen(page, 'session_preview');
  await tap(page, 'bind');
  await seen(page, 'tasks');
  await tap(page, 'open_task');
  await seen(page, 'instructions');
  await tap(page, 'understood');
  await seen(page, 'collection_code');
}

/// From the door to the camera.
export async function toTheCamera(page, student, { scan = false } = {}) {
  await toTheSession(page, student);
  await toTheCode(page);
  if (scan) await page.click('.inputs button.primary');
  else await page.setInputFiles('input[type=file]', page.site.students[student].picture);
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

/// From the camera to the audit.
export async function toTheAudit(page) {
  await page.waitForSelector('.live[data-state=found] .shape, .live[data-state=steady] .shape', { timeout: 90_000 });
  await shot(page, 'capture');
  await accessible(page, 'capture');
  await reaches(page, 'preview', 90_000);
  await page.waitForSelector('.pair img');
  await accessible(page, 'preview');
  await shot(page, 'preview', { both: true });
  await tap(page, 'use_photo');
  await reaches(page, 'calibration', 60_000);
  await page.waitForSelector('.portrait img, .pair img', { timeout: 60_000 });
  await seen(page, 'calibration');
  await tap(page, 'satisfied');
  await seen(page, 'satisfied');
  await tap(page, 'submit');
  await seen(page, 'waiting');
}

/// What the reviewer says about the photo that waits.
export async function decide(site, decision, reasons = []) {
  const ask = async (path, init) => {
    const headers = { authorization: `Bearer ${site.reviewer}`, 'content-type': 'application/json' };
    const answer = await fetch(site.service + path, { ...init, headers });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const [{ photo }] = await ask('/v1/review/photos');
  await ask(`/v1/review/photos/${photo}/decision`, { method: 'PUT', body: JSON.stringify({ decision, reasons }) });
}
