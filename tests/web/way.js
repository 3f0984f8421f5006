// The way through the procedure, as its people go it: every screen is looked at, and left and come back to.

import assert from 'node:assert/strict';
import { accessible, give, phone, reaches, shot } from './support.js';

export const tap = (page, action) => page.click(`[data-action=${action}]`);

/// Leaves the page and comes back; nothing is lost.
async function reload(page, screen) {
  await page.reload();
  await reaches(page, screen);
}

/// Looks at a screen as its people do, and comes back to it; whoever is in haste only passes.
export async function seen(page, screen) {
  await reaches(page, screen, 60_000);
  if (page.haste) return;
  await accessible(page, screen);
  await shot(page, screen, { both: true });
  await reload(page, screen);
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
  await seen(page, 'sms_code');
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

/// Gives the page a picture of the collection code.
async function code(page, student, by) {
  const { picture } = page.site.students[student];
  if (by === 'file') await page.setInputFiles('input[type=file]', picture);
  else if (by !== 'scan') await give(page, by, picture);
  else {
    await page.click('.inputs button.primary');
    await page.waitForFunction(() => document.querySelector('.scan video')?.videoWidth > 0);
    await accessible(page, 'the viewfinder');
    await shot(page, 'viewfinder');
  }
}

/// From the door to the camera; the collection code comes by `file`, `drop`, `paste` or `scan`.
export async function toTheCamera(page, student, { by = 'file' } = {}) {
  await toTheSession(page, student);
  await toTheCode(page);
  await code(page, student, by);
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
  await seen(page, 'preview');
  await page.waitForSelector('.pair img');
  await tap(page, 'use_photo');
  await reaches(page, 'calibration', 60_000);
  await page.waitForSelector('.portrait img, .pair img', { timeout: 60_000 });
  await seen(page, 'calibration');
  await tap(page, 'satisfied');
  await seen(page, 'satisfied');
  await tap(page, 'submit');
  await seen(page, 'waiting');
}

/// The reviewer looks at the photo that waits, on a page of their own, and refuses it for these reasons, or approves it.
export async function review(of, site, { reasons = [], language = 'zh-CN' } = {}) {
  const page = await phone(of, { language, desk: true });
  const query = language === 'en' ? '?lang=en' : '';
  await page.goto(`${site.service}/review${query}#${site.reviewer}`);
  await page.waitForSelector('#approve');
  await page.waitForFunction(() => ['original', 'portrait'].every((id) => document.getElementById(id).naturalWidth > 0));
  await accessible(page, 'the review');
  await shot(page, 'review');
  for (const reason of reasons) await page.check(`#decision input[value=${reason}]`);
  await page.click(reasons.length > 0 ? '#refuse' : '#approve');
  await page.waitForSelector(`#${reasons.length > 0 ? 'refused' : 'approved'}:not([hidden])`);
  await page.context().close();
  assert.deepEqual(page.faults, []);
}
