// The camera of the procedure: refused and allowed again; the rear one of a phone, and none of a computer where it counts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, browser, film, phone, reaches, service, shot } from './support.js';
import { tap, toTheCamera } from './way.js';

let site;
let room;

before(async () => {
  site = await service();
  room = await film('room', [1080, 1920], [{ seconds: 20, zoom: 1.77 }]);
});

after(() => site?.end());

/// What the page says about the browser's camera in a mode; `facing` is what the browser says about it.
async function opened(page, mode, facing) {
  await page.goto(site.service);
  return page.evaluate(
    async ([mode, facing]) => {
      if (facing) {
        // The browser's stand-in does not say which way it looks, so the test does.
        const plain = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = ({ video: { facingMode, ...rest } }) => plain({ video: rest });
        const settings = MediaStreamTrack.prototype.getSettings;
        MediaStreamTrack.prototype.getSettings = function () {
          return { ...settings.call(this), facingMode: facing };
        };
      }
      const { Camera } = await import('/camera.js');
      try {
        const camera = await Camera.open(mode);
        camera.close();
        return 'opened';
      } catch (problem) {
        return problem.key ?? problem.permission ?? String(problem);
      }
    },
    [mode, facing],
  );
}

test('a computer rehearses, and its camera is not so much as opened where it counts', async () => {
  const chrome = await browser(room);
  const cases = [
    ['rehearsal', null, 'opened'],
    ['real', null, 'camera.refused.not_main'],
    ['real', 'environment', 'opened'],
    ['real', 'user', 'camera.refused.front'],
  ];
  for (const [mode, facing, wanted] of cases) {
    const page = await phone(chrome);
    assert.equal(await opened(page, mode, facing), wanted, `${mode} ${facing}`);
    await page.context().close();
  }
  await chrome.close();
});

test('a refused camera is told with the way out, and once it is allowed the practice goes on', async () => {
  const chrome = await browser(room, { grant: false });
  const page = await phone(chrome);
  await page.goto(`${site.service}/#practice`);
  await page.click('button.primary');
  await page.waitForSelector('.trouble', { timeout: 30_000 });
  await shot(page, 'refused-camera');
  await page.context().grantPermissions(['camera'], { origin: site.service });
  await page.click('.trouble button');
  await page.waitForSelector('.live .overlay path', { timeout: 90_000 });
  await chrome.close();
});

test('a camera that is refused in the procedure is led to, and back', async () => {
  const chrome = await browser(room, { grant: false });
  const page = await phone(chrome, { site, language: 'en', haste: true });
  await page.goto(site.service);
  await toTheCamera(page, 0);
  await reaches(page, 'camera_refused', 60_000);
  await accessible(page, 'camera_refused');
  await shot(page, 'camera_refused', { both: true });
  await page.context().grantPermissions(['camera'], { origin: site.service });
  await page.click('.actions button.primary');
  await page.waitForSelector('.live .overlay path', { timeout: 90_000 });
  await chrome.close();
});
