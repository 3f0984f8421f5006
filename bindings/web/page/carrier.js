// Carries the core's desk: one event after the other, what changed committed before any errand is done.

import { commit, files, openStore, secret } from './store.js';

/// No request takes longer, in milliseconds.
const PATIENCE = 60_000;

export class Carrier {
  #xueying;
  #tell;
  #store = null;
  #shelf = null;
  #desk = null;
  #turn = Promise.resolve();
  /// Whether no other page has the desk.
  #alone = false;
  keys = null;

  /// `tell` brings news to the page: that something changed, the errands that are the page's, and what failed.
  constructor(xueying, tell) {
    this.#xueying = xueying;
    this.#tell = tell;
  }

  /// The keys alone, for a rehearsal.
  async unlocked() {
    this.#store ??= await openStore();
    this.keys ??= new this.#xueying.Keys(await secret(this.#store));
    return this.keys;
  }

  /// Opens the desk on what was kept. Only one page of this browser has it.
  async open() {
    if (this.#desk) return;
    if (!this.#alone) await only();
    this.#alone = true;
    await this.unlocked();
    this.#shelf = new this.#xueying.Shelf();
    for (const [path, bytes] of await files(this.#store)) this.#shelf.put(path, bytes);
    this.#desk = this.#xueying.Desk.open(this.#shelf, this.keys);
    await this.#settle();
  }

  /// Tells the desk something, in turn.
  tell(event) {
    const told = this.#turn.then(async () => {
      event(this.#desk);
      await this.#settle();
    });
    this.#turn = told.catch(() => {});
    return told;
  }

  /// Asks the desk something.
  ask(question) {
    return question(this.#desk);
  }

  async #settle() {
    await this.#commit();
    for (const errand of this.#desk.errands()) {
      const told = JSON.parse(errand.told);
      const { body } = errand;
      errand.free();
      this.#run(told, body);
    }
    this.#tell('desk');
  }

  async #commit() {
    const changes = this.#shelf.changes().map((change) => {
      const { path, bytes } = change;
      change.free();
      return { path, bytes };
    });
    if (changes.length === 0) return;
    try {
      await commit(this.#store, changes);
    } catch (error) {
      // What is in memory is ahead of the disk: it is given up, and opened again from there.
      this.#desk = null;
      throw Object.assign(new Error(String(error)), { code: 'storage', key: 'web.storage' });
    }
  }

  #run(errand, body) {
    const { kind, ticket, after } = errand;
    if (kind === 'send') setTimeout(() => this.#send(errand, body), after);
    else if (kind === 'wake') setTimeout(() => this.#happens((desk) => desk.woken(ticket)), after);
    else this.#tell('errand', { ...errand, body });
  }

  async #send({ ticket, method, path, headers, largest }, body) {
    let answer = null;
    try {
      answer = await answered(path, { method, headers, body }, largest);
    } catch {
      // No answer is an answer too.
    }
    this.#happens((desk) => {
      if (!answer) desk.notReplied(ticket);
      else desk.replied(ticket, answer.status, JSON.stringify(answer.headers), answer.body);
    });
  }

  /// Tells the desk what nobody waits for.
  #happens(event) {
    const broken = { code: 'broken', key: 'errors.broken.message' };
    this.tell(event).catch(({ code, key, message }) => this.#tell('failed', { ...(key ? { code, key } : broken), detail: message }));
  }
}

/// Waits until no other page of this browser has the desk; a page that was just left takes a moment to let go.
async function only() {
  const signal = AbortSignal.timeout(3000);
  await new Promise((done, failed) => {
    const keep = () => {
      done();
      return new Promise(() => {});
    };
    const taken = { code: 'other_page', key: 'web.other_page' };
    navigator.locks.request('xueying-desk', { signal }, keep).catch((error) => failed(Object.assign(new Error(String(error)), taken)));
  });
}

async function answered(path, request, largest) {
  const answer = await fetch(path, {
    ...request,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { status: answer.status, headers: [...answer.headers], body: await upTo(largest + 1, answer.body) };
}

/// At most so many bytes of a body.
async function upTo(most, body) {
  const parts = [];
  let length = 0;
  for (const reader = body?.getReader(); reader && length < most; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value.subarray(0, most - length));
    length += parts.at(-1).length;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
