// What every test of the page needs: the service with the page, films for the camera, a browser, the eyes of axe.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const { XUEYING_MODELS, XUEYING_TARGET, XUEYING_SHOTS } = process.env;
/// Debian's browser.
const CHROMIUM = '/usr/bin/chromium';
const AXE = new URL('node_modules/axe-core/axe.min.js', import.meta.url).pathname;

export const photo = join(XUEYING_MODELS, 'astronaut.png');

/// Starts the service on a free port; `end` stops it.
export async function service() {
  const folder = mkdtempSync(join(tmpdir(), 'xueying-web-'));
  const words = ['--address', '127.0.0.1:0', '--json', '--data', folder, '--page', join(XUEYING_TARGET, 'page'), '--models', XUEYING_MODELS];
  const child = spawn(join(XUEYING_TARGET, 'debug/xueying-gateway'), words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await Promise.race([first(child), died(child)]);
  return { ...JSON.parse(line), folder, end: () => child.kill('SIGINT') };
}

const first = (child) => new Promise((done) => createInterface(child.stdout).once('line', done));
const died = (child) => new Promise((_, failed) => child.once('exit', (code) => failed(new Error(`the service ended with ${code}`))));

/// A browser whose camera plays a film. `grant` says whether pages may use it.
export async function browser(film, { grant = true } = {}) {
  const args = ['--no-sandbox', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
  if (grant) args.push('--use-fake-ui-for-media-stream');
  if (film) args.push(`--use-file-for-fake-video-capture=${film}`);
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/// A phone's window, or one at a `desk`, in a context of its own, in a language; in `haste` the way is gone without a look
/// at its screens. Its worker begins with a function of the test, where there is one.
export async function phone(of, { language = 'zh-CN', site = null, haste = false, dark = false, desk = false, inWorker = null } = {}) {
  const context = await of.newContext({
    viewport: desk ? { width: 1280, height: 900 } : { width: 390, height: 844 },
    deviceScaleFactor: desk ? 1 : 2,
    colorScheme: dark ? 'dark' : 'light',
    locale: language,
    acceptDownloads: true,
    // What the page keeps for working offline is not the test's.
    serviceWorkers: inWorker ? 'block' : 'allow',
  });
  const page = await context.newPage();
  if (inWorker) await beginWorkers(page, () => `(${inWorker})()`);
  Object.assign(page, { site, haste, faults: [] });
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.faults.push(line.text()));
  return page;
}

/// Lets the page's workers begin with a script.
export function beginWorkers(page, script) {
  return page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script()};${await response.text()}` });
  });
}

/// Draws scenes and writes them as a film, thirty frames a second: each is `{ seconds }` with either a `code`, a picture
/// file, or the sample photo at a `zoom` with the eyes `at` a place,
/// turned by some `degrees`.
export async function film(name, [width, height], scenes) {
  const painter = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await painter.newPage();
  const frames = [];
  for (const { seconds, file = photo, zoom = 1, at = [0.5, 0.42], anchor = [225, 103], degrees = 0 } of scenes) {
    const source = `data:image/png;base64,${readFileSync(file).toString('base64')}`;
    const jpeg = await page.evaluate(paint, { source, width, height, zoom, at, anchor, degrees });
    frames.push(...Array(Math.round(seconds * 30)).fill(Buffer.from(jpeg, 'base64')));
  }
  await painter.close();
  const path = join(mkdtempSync(join(tmpdir(), 'xueying-film-')), `${name}.mjpeg`);
  writeFileSync(path, Buffer.concat(frames));
  return path;
}

async function paint({ source, width, height, zoom, at, anchor, degrees }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  context.fillStyle = 'rgb(200 200 200)';
  context.fillRect(0, 0, width, height);
  const [left, top] = anchor ? anchor.map((place) => place * zoom) : [(image.width * zoom) / 2, (image.height * zoom) / 2];
  context.translate(at[0] * width, at[1] * height);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(image, -left, -top, image.width * zoom, image.height * zoom);
  return canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
}

/// Drops a picture on the page, or pastes it.
export const give = (page, way, picture) => page.evaluate(given, [way, readFileSync(picture).toString('base64')]);

function given([way, base64]) {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'photo.png', { type: 'image/png' }));
  const all = { bubbles: true, cancelable: true };
  const event = way === 'drop' ? new DragEvent('drop', { ...all, dataTransfer: data }) : new ClipboardEvent('paste', { ...all, clipboardData: data });
  document.querySelector('.drop').dispatchEvent(event);
}

/// Waits for a screen of the procedure.
export const reaches = (page, screen, timeout = 20_000) => page.waitForSelector(`main[data-screen="${screen}"] h1`, { timeout });

/// No serious fault for people who do not see, hear or move as others do.
export async function accessible(page, what) {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  assert.deepEqual(told, [], `${what} has faults of access`);
}

/// Pictures to look at, where somebody wants some: in `both` languages if the screen stays over a change.
export async function shot(page, name, { both = false } = {}) {
  if (!XUEYING_SHOTS) return;
  mkdirSync(XUEYING_SHOTS, { recursive: true });
  for (let time = 0; time < (both ? 2 : 1); time++) {
    const language = await page.getAttribute('html', 'lang');
    await page.screenshot({ path: join(XUEYING_SHOTS, `${name}-${language.slice(0, 2)}.png`), fullPage: true });
    if (!both) return;
    await page.click('#language');
    await page.waitForSelector(`html:not([lang=${language}])`, { state: 'attached' });
    await page.waitForSelector('main h1');
    // Pictures are made anew.
    await page.waitForFunction(() => !document.querySelector('main progress:not([max])'));
    await page.waitForTimeout(300);
  }
}
