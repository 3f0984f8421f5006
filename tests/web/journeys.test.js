// The scenarios of the procedure lead the page from screen to screen, as they lead the shells of the phones.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Journey } from './journey.js';
import { browser, film, service } from './support.js';

const CASES = JSON.parse(readFileSync(new URL('../scenarios/procedure.json', import.meta.url)));
/// What cannot happen to a page: its keys lie in the browser's own store, a browser saves a file without a word, and no page
/// opens a browser's settings.
const NOT_HERE = ['the phone is locked at the preview', 'the save is called off', 'the camera is refused for good, then allowed'];

let site;
let chrome;
let context;

before(async () => {
  site = await service();
  chrome = await browser(await film('room', [1080, 1920], [{ seconds: 20, zoom: 1.77 }]));
  // What the page keeps for working offline would hide requests from the scenario.
  context = await chrome.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
});

after(async () => {
  await chrome?.close();
  site?.end();
});

const steps = ({ from, steps: own }) => {
  const before = CASES.find(({ name }) => name === from);
  assert.ok(!from || before, `no scenario ${from}`);
  return [...(before ? steps(before) : []), ...own];
};

// Those that another one begins with run as its beginning.
const begun = new Set(CASES.map(({ from }) => from));
const whole = CASES.filter(({ name }) => !begun.has(name));
assert.ok(whole.length > 30 && NOT_HERE.every((name) => whole.some((one) => one.name === name)));
for (const one of whole.filter(({ name }) => !NOT_HERE.includes(name))) {
  test(one.name, { timeout: 120_000 }, async () => {
    const journey = await Journey.begin(context, site.service);
    try {
      await journey.follow(steps(one));
    } finally {
      await journey.end();
    }
  });
}
