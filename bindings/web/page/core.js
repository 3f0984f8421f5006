// The core in its worker: calls go there, answers and news come back. A worker that broke is replaced at the next call.

/// What the core refused: a stable `code`, the `key` of what to tell, and a `detail` for developers.
export class Problem extends Error {
  constructor({ code, key, detail }) {
    super(detail || code);
    this.code = code;
    this.key = key;
  }
}

class Core extends EventTarget {
  #worker = null;
  #waiting = new Map();
  #next = 1;

  /// Calls a function of the worker. What is in `transfer` is handed over.
  call(name, args = {}, transfer = []) {
    this.#worker ??= this.#start();
    const id = this.#next++;
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.#worker.postMessage({ id, name, args }, transfer);
    });
  }

  #start() {
    const worker = new Worker('worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => this.#broke(event.message);
    return worker;
  }

  #heard({ id, result, problem, broken, news, detail }) {
    if (news) {
      this.dispatchEvent(new CustomEvent(news, { detail }));
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (problem) waiting?.failed(new Problem(problem));
    else waiting?.done(result);
    if (broken) this.#broke(problem.detail);
  }

  #broke(detail) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { failed } of this.#waiting.values()) {
      failed(new Problem({ code: 'broken', key: 'errors.broken.message', detail }));
    }
    this.#waiting.clear();
    this.dispatchEvent(new CustomEvent('broken', { detail }));
  }
}

export const core = new Core();
