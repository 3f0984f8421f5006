// What anybody can do without a session: check a photo, practise the photo, step through a recording, all of it offline.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, browser, film, give, phone, photo, service, shot } from './support.js';

let site;
let chrome;

before(async () => {
  site = await service();
  const way = await film('practice', [1080, 1920], [
    { seconds: 2, zoom: 1.77, at: [0.3, 0.42] },
    { seconds: 20, zoom: 1.77 },
  ]);
  chrome = await browser(way);
});

after(async () => {
  await chrome?.close();
  site?.end();
});

test('files travel packed, and what is no file is for the API', async () => {
  const module = await fetch(`${site.service}/xueying_bg.wasm`);
  assert.equal(module.headers.get('content-encoding'), 'gzip');
  assert.equal(module.headers.get('content-type'), 'application/wasm');
  assert.equal((await fetch(`${site.service}/v1/service`)).status, 200);
  for (const [path, method] of [['/nothing', 'GET'], ['/../Cargo.toml', 'GET'], ['/%2e%2e/Cargo.toml', 'GET'], ['/index.html', 'POST']]) {
    const answer = await fetch(site.service + path, { method });
    assert.ok(answer.headers.get('problem-code'), `${method} ${path}: ${answer.status}`);
  }
});

for (const language of ['zh-CN', 'en']) {
  test(`a photo is checked, ${language}`, async () => {
    const page = await phone(chrome, { language });
    await page.goto(`${site.service}/#check`);
    await page.waitForSelector('h1');
    await accessible(page, 'the pre-check');
    await shot(page, 'check');
    await page.setInputFiles('input[type=file]', photo);
    await page.waitForSelector('.pair img', { timeout: 90_000 });
    assert.equal(await page.getAttribute('.report', 'data-verdict'), 'fail');
    assert.ok(await page.isVisible('.findings li[data-id=teeth_hidden]'));
    await accessible(page, 'the report');
    await shot(page, 'report');
    await page.context().close();
    assert.deepEqual(page.faults, []);
  });
}

test('what is no photo is told, and the next one is checked', async () => {
  const page = await phone(chrome);
  await page.goto(`${site.service}/#check`);
  await page.setInputFiles('input[type=file]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.waitForSelector('.trouble[data-code=unsupported_format]', { timeout: 60_000 });
  await shot(page, 'trouble');
  await page.setInputFiles('input[type=file]', photo);
  await page.waitForSelector('.report', { timeout: 60_000 });
  await page.context().close();
});

test('pictures are dropped and pasted, in the dark too', async () => {
  const page = await phone(chrome, { dark: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${site.service}/#check`);
  for (const way of ['drop', 'paste']) {
    await page.waitForSelector('.drop');
    await give(page, way, photo);
    await page.waitForSelector('.pair img', { timeout: 60_000 });
    await accessible(page, `what was given by ${way}`);
    await shot(page, 'dark');
    await page.reload();
  }
  await page.context().close();
  assert.deepEqual(page.faults, []);
});

test('after the first load the page needs no network', async () => {
  const page = await phone(chrome);
  await page.goto(`${site.service}/#check`);
  await page.setInputFiles('input[type=file]', photo);
  await page.waitForSelector('.report', { timeout: 60_000 });
  await page.waitForSelector('html[data-offline=ready]', { state: 'attached' });
  await page.context().setOffline(true);
  await page.reload();
  await page.setInputFiles('input[type=file]', photo);
  await page.waitForSelector('.pair img', { timeout: 60_000 });
  await page.context().close();
});

test('the practice is guided to the shutter, and its recording decides the same again', async () => {
  const page = await phone(chrome);
  await page.goto(`${site.service}/#practice`);
  await page.waitForSelector('h1');
  await accessible(page, 'the practice');
  await shot(page, 'practice', { both: true });
  await page.click('button.primary');
  await page.waitForSelector('.live[data-state=found], .live[data-state=steady]', { timeout: 90_000 });
  await shot(page, 'live');
  await accessible(page, 'the live session');
  await page.waitForSelector('.pair img', { timeout: 90_000 });
  await accessible(page, 'what was practised');
  await shot(page, 'practised');
  const [recording] = await Promise.all([page.waitForEvent('download'), page.click('.actions button:nth-child(2)')]);
  const lines = readFileSync(await recording.path(), 'utf8').split('\n');
  assert.ok(lines.length > 10);
  await page.goto(`${site.service}/#timeline`);
  for (const title of ['Timeline', '拍摄记录']) {
    await page.click('#language');
    await page.waitForSelector(`h1:text-is("${title}")`);
    await page.setInputFiles('#recording', await recording.path());
    await page.waitForSelector('.timeline p.pass');
    await shot(page, 'timeline');
  }
  await page.focus('.timeline input[type=range]');
  for (let at = 0; at < 12; at++) await page.keyboard.press('ArrowRight');
  assert.match(await page.textContent('.timeline td'), /· 13\//);
  await accessible(page, 'the timeline');
  await page.context().close();
  assert.deepEqual(page.faults, []);
});
