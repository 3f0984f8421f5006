// How quickly the page looks at frames of 640 by 480, how late guidance is drawn, and whether anything grows:
// `node speed.js SECONDS`. It prints one line for every quarter of the time and one for all.

import { readFileSync } from 'node:fs';
import { browser, film, phone, service } from './support.js';

const seconds = Number(process.argv[2] ?? 300);

const site = await service();
// Somebody who tilts their head: followed, judged and guided all the time, never photographed.
const chrome = await browser(await film('tilted', [640, 480], [{ seconds: 10, zoom: 0.7, degrees: 14 }]));
const page = await phone(chrome);
await page.goto(`${site.service}/#practice`);
await page.evaluate(() => {
  window.frames_ = [];
  const keep = (list) => window.frames_.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(keep).observe({ type: 'measure' });
});
await page.click('button.primary');
await page.waitForSelector('.live[data-state=found]', { timeout: 90_000 });

/// Megabytes that the pages' processes hold.
const session = await chrome.newBrowserCDPSession();
async function memory() {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const resident = (id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { id }) => sum + resident(id), 0) / 1024;
}

const at = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)];

function told(name, durations, time, megabytes) {
  const sorted = [...durations].sort((a, b) => a - b);
  const [median, most] = [at(sorted, 0.5), at(sorted, 0.95)];
  console.log(`${name}: ${(durations.length / time).toFixed(1)} frames/s, drawn after ${median.toFixed(0)} ms (median), ${most.toFixed(0)} ms (95 %), ${megabytes.toFixed(0)} MB`);
}

const all = [];
await page.evaluate(() => (window.frames_.length = 0));
for (let quarter = 1; quarter <= 4; quarter++) {
  await page.waitForTimeout((seconds / 4) * 1000);
  const durations = await page.evaluate(() => window.frames_.splice(0));
  all.push(...durations);
  told(`quarter ${quarter}`, durations, seconds / 4, await memory());
}
told('all', all, seconds, await memory());
await chrome.close();
site.end();
