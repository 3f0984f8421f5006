// A page that a scenario of the procedure leads: its service answers, and its person acts, as the scenario says.

import assert from 'node:assert/strict';
import { setTimeout as later } from 'node:timers/promises';
import { beginWorkers } from './support.js';

const PHOTO = { photo: 'p000000000000001', enrolment: 'e000000000000001', state: 'calibrating', reasons: [] };
/// The JPEG that `$portrait` stands for.
const PORTRAIT = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
/// What the page does of itself: its live session shows it.
const SEEN = ['open_camera', 'close_camera'];

export class Journey {
  #page;
  #requests = [];
  #names = [];
  #screens = [];
  #received = 0;
  #consent = '0'.repeat(64);
  /// Milliseconds that were waited for and did not pass.
  #skipped = 0;
  /// Whether a wait is part of the step; any other is over at once.
  #holds = false;

  /// Opens the page as on its first day.
  static async begin(context, site) {
    const journey = new Journey();
    const page = await context.newPage();
    journey.#page = page;
    await page.exposeFunction('asked_', (name) => void journey.#names.push(name));
    await page.exposeFunction('shown_', (screen) => void journey.#screens.push(screen));
    await beginWorkers(page, () => `(${patience})(${journey.#skipped}, ${journey.#holds})`);
    await page.route('**/v1/**', (route) => journey.#asks(route));
    await page.addInitScript(watch);
    await page.goto(`${site}/manifest.webmanifest`);
    await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('xueying').onsuccess = done)));
    await page.goto(site);
    return journey;
  }

  end() {
    return this.#page.close();
  }

  /// Follows the steps; the page must show the same screens in the same order, and ask the same of the service.
  async follow(steps) {
    await this.#until(() => this.#shows({ screen: 'welcome' }), 'the first screen');
    for (const step of steps) await this.#take(step);
    const wanted = ['welcome', ...steps.map(({ screen }) => screen)];
    assert.deepEqual(inTurn(this.#screens), inTurn(wanted));
  }

  async #take(step) {
    const { event } = step;
    this.#names = [];
    this.#holds = step.do.includes('wake');
    await this.#page.evaluate((holds) => window.time_.postMessage({ holds }), this.#holds);
    if (event === 'woken') this.#skipped += await this.#page.evaluate(() => window.wake_());
    else if (event === 'resumed') await this.#page.evaluate(() => dispatchEvent(new Event('online')));
    else if (event === 'reopened') await this.#reopen();
    else if (typeof event === 'object') await this.#happen(event);
    const [name] = typeof event === 'string' ? [event] : Object.keys(event);
    await this.#until(async () => {
      if (name === 'carried') await this.#carry();
      return this.#met(step, name);
    }, () => `${JSON.stringify(step)}: asked ${this.#names}, shown ${this.#screens.at(-1)}`);
  }

  /// What was asked and not answered goes with the page.
  async #reopen() {
    const lost = this.#requests.splice(0);
    await this.#page.reload();
    for (const { route } of lost) await route.abort().catch(() => {});
  }

  async #happen(event) {
    const page = this.#page;
    if ('reply' in event) await this.#reply(event);
    else if ('act' in event) await this.#tap(event.act);
    else if ('tick' in event) await page.click(`#point-${event.tick}`);
    else if ('typed' in event) {
      await page.fill('#typed', event.typed);
      await page.keyboard.press('Enter');
    } else if ('notifications' in event) await page.evaluate((may) => window.notify_(may), event.notifications);
    // The browser saves without a question.
    else assert.ok('saved' in event, `no event ${JSON.stringify(event)}`);
  }

  /// A person taps on what they see; a scenario on more than that.
  async #tap(action) {
    try {
      await this.#page.click(`[data-action=${action}]`, { timeout: 500 });
    } catch {
      await this.#page.evaluate(async (action) => (await import('/core.js')).core.call('act', { action }), action);
    }
  }

  async #met(step, name) {
    const asked = step.do.filter((one) => !SEEN.includes(one) && one !== 'save').sort();
    const heard = this.#names.filter((one) => !(name === 'carried' && one.includes('/uploads'))).sort();
    if (JSON.stringify(heard) !== JSON.stringify(asked)) return false;
    // The file is saved at once, and the next screen is there.
    return step.do.includes('save') || this.#shows(step);
  }

  #shows({ screen, waits = false, notice = false }) {
    return this.#page.evaluate(
      ([screen, waits, notice]) => {
        const has = (what) => document.querySelector(`main ${what}`) !== null;
        return (
          document.querySelector('main').dataset.screen === screen &&
          has('[data-action=stop_waiting]') === waits &&
          has('.notice') === notice &&
          has('.live') === (screen === 'capture')
        );
      },
      [screen, waits, notice],
    );
  }

  async #until(met, what) {
    for (let end = Date.now() + 30_000; Date.now() < end; await later(20)) {
      // A page that is just opening has no answer.
      if (await Promise.resolve(met()).catch(() => false)) return;
    }
    assert.fail(typeof what === 'string' ? what : what());
  }

  #asks(route) {
    const request = route.request();
    const name = `${request.method()} ${new URL(request.url()).pathname}`;
    if (request.method() === 'PUT' && name.endsWith('/consent')) this.#consent = request.postDataJSON().text;
    this.#requests.push({ route, request, name });
    this.#names.push(name);
  }

  /// The service answers a request, or is not there.
  async #reply({ reply, status, headers = {}, body }) {
    const at = this.#requests.findIndex(({ name }) => name === reply);
    assert.ok(at >= 0, `nobody asked for ${reply}`);
    const [{ route }] = this.#requests.splice(at, 1);
    if (status === 0) await route.abort();
    else await route.fulfill({ status, headers, body: this.#bytes(body) });
  }

  #bytes(body) {
    if (body === undefined || body === null) return '';
    if (body === '$portrait') return PORTRAIT;
    return typeof body === 'string' ? body : JSON.stringify(body).replaceAll('$consent', this.#consent);
  }

  /// The service answers everything about an upload that is asked at the moment.
  async #carry() {
    const about = ({ name }) => name.includes('/uploads');
    const asked = this.#requests.filter(about);
    this.#requests = this.#requests.filter((one) => !about(one));
    for (const { route, request } of asked) {
      const method = request.method();
      if (method === 'PATCH') this.#received += request.postDataBuffer().length;
      if (method === 'POST') await route.fulfill({ status: 201, headers: { location: '/v1/uploads/u1' } });
      else if (method === 'PUT') await route.fulfill({ json: PHOTO });
      else if (method === 'DELETE') await route.fulfill({ status: 204 });
      else await route.fulfill({ headers: { 'upload-offset': String(this.#received) } });
    }
  }
}

/// Without what repeats itself.
const inTurn = (screens) => screens.filter((screen, at) => screen !== screens[at - 1]);

/// In the worker: a wait is over when the scenario says so, or at once where it is none of it; the clocks go with it.
function patience(skipped, holds) {
  const { setTimeout } = self;
  const [date, now] = [Date.now.bind(Date), performance.now.bind(performance)];
  Date.now = () => date() + skipped;
  performance.now = () => now() + skipped;
  const [channel, waits] = [new BroadcastChannel('time'), []];
  self.setTimeout = (does, after = 0) => {
    if (after === 0 || !holds) return setTimeout(does, 0);
    waits.push({ does, after });
    channel.postMessage({ asked: 'wake' });
  };
  channel.onmessage = ({ data }) => {
    if ('holds' in data) ({ holds } = data);
    if (!data.wake) return;
    const { does, after } = waits.pop();
    skipped += after;
    channel.postMessage({ skipped: after });
    does();
  };
}

/// In the page: what it shows and asks is told, and its person answers when the scenario says so.
function watch() {
  if (location.pathname !== '/') return;
  Notification.requestPermission = () => {
    window.asked_('ask_notifications');
    return new Promise((done) => (window.notify_ = (may) => done(may ? 'granted' : 'denied')));
  };
  window.time_ = new BroadcastChannel('time');
  window.time_.onmessage = ({ data }) => data.asked && window.asked_(data.asked);
  window.wake_ = () =>
    new Promise((done) => {
      const said = new BroadcastChannel('time');
      said.onmessage = ({ data }) => 'skipped' in data && (said.close(), done(data.skipped));
      said.postMessage({ wake: true });
    });
  new MutationObserver(() => {
    const { screen } = document.querySelector('main')?.dataset ?? {};
    if (screen && screen !== window.screen_) window.shown_((window.screen_ = screen));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-screen'] });
}
