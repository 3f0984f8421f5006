// The worker: the core's module, its models, and what is open of it. One thing at a time is looked at with the models.

import init, * as xueying from './xueying.js';
import { fetchModels } from './models.js';

const ready = init();
let models = null;
let checker = null;
let photo = null;
let scanner = null;
let camera = null;
let session = null;
let taken = null;
let canvas = null;

const tell = (news, detail) => postMessage({ news, detail });

/// The models, fetched once.
function loaded() {
  models ??= fetchModels(JSON.parse(xueying.modelFiles()), (detail) => tell('models', detail)).then((files) => {
    const set = new xueying.Models();
    for (const { name, bytes } of files) set.insert(name, bytes);
    return set;
  });
  models.catch(() => (models = null));
  return models;
}

/// Frees what holds the models' memory, so that only one thing does.
function alone() {
  for (const thing of [checker, session, photo]) thing?.free();
  checker = session = photo = null;
}

/// The pixels of a bitmap, four bytes each. The bitmap is gone afterwards.
function pixels(bitmap) {
  const { width, height } = bitmap;
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

/// A still as a file.
async function jpeg(bitmap) {
  const paper = new OffscreenCanvas(bitmap.width, bitmap.height);
  paper.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  const blob = await paper.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  return new Uint8Array(await blob.arrayBuffer());
}

/// The portrait of the photo that is open.
function portrait(official, chinese) {
  const made = photo.portrait(official);
  const result = { file: made.file(), facts: JSON.parse(made.facts(chinese)) };
  made.free();
  return result;
}

/// What the page can ask for.
const calls = {
  load: async () => void (await loaded()),

  async check({ file, finished, chinese }) {
    const set = await loaded();
    if (!checker) alone();
    checker ??= new xueying.Checker(set);
    photo?.free();
    photo = null;
    photo = checker.open(file);
    return JSON.parse(photo.report(finished, chinese));
  },
  report: ({ finished, chinese }) => JSON.parse(photo.report(finished, chinese)),
  portrait: ({ official, chinese }) => portrait(official, chinese),
  example: ({ rule, right }) => xueying.example(rule, right),

  chooseCamera({ lenses, source, mode }) {
    const chosen = xueying.Camera.choose(JSON.stringify(lenses), source, mode);
    camera?.free();
    camera = chosen;
    return JSON.parse(camera.plan());
  },
  permission: ({ permission }) => JSON.parse(xueying.permissionAdvice(permission)),

  async openLive({ code, nonce }) {
    const set = await loaded();
    alone();
    session = xueying.LiveSession.open(set, camera, code, nonce, true);
  },
  push({ bitmap, time }) {
    const { data, width, height } = pixels(bitmap);
    return JSON.parse(session.push(new Uint8Array(data.buffer), width, height, time));
  },
  press: ({ time }) => session.press(time),
  async take({ bitmap, time, secret }) {
    const still = await jpeg(bitmap);
    taken?.free();
    taken = null;
    taken = session.take(still, time, secret);
    return { jpeg: taken.jpeg() };
  },
  recording: () => session?.recording() ?? '',
  closeLive() {
    session?.free();
    session = null;
  },

  scan({ bitmap }) {
    scanner ??= new xueying.CodeScanner();
    const { data, width, height } = pixels(bitmap);
    return JSON.parse(scanner.push(new Uint8Array(data.buffer), width, height));
  },
  readCodes({ file }) {
    scanner ??= new xueying.CodeScanner();
    return JSON.parse(scanner.readFile(file));
  },
  replay: ({ recording }) => JSON.parse(xueying.replay(recording)),
};

/// What was thrown, as data. A trap leaves the module unusable.
function told(error) {
  if (error instanceof xueying.Problem) {
    const problem = { code: error.code, key: error.key, detail: error.detail };
    error.free();
    return { problem };
  }
  const problem = { code: 'broken', key: 'errors.broken.message', detail: String(error) };
  if (error.key) Object.assign(problem, { code: error.code, key: error.key });
  return { problem, broken: error instanceof WebAssembly.RuntimeError };
}

onmessage = async ({ data: { id, name, args } }) => {
  try {
    await ready;
    postMessage({ id, result: await calls[name](args) });
  } catch (error) {
    postMessage({ id, ...told(error) });
  }
};
