// The worker: the core's module, its models, and what is open of it. One thing at a time is looked at with the models.

import { Carrier } from './carrier.js';
import { fetchModels } from './models.js';
import init, * as xueying from './xueying.js';

const ready = init();
const tell = (news, detail) => postMessage({ news, detail });
const carrier = new Carrier(xueying, tell);
let models = null;
let checker = null;
let photo = null;
let camera = null;
let session = null;
/// The recording of the session, but for its last lines. The browser keeps such parts out of the page's memory.
let recorded = [];
/// Lines are put there after so many frames.
const LINES = 100;
let canvas = null;
let frames = 0;
const scanner = ready.then(() => new xueying.CodeScanner());

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

/// Looks at a file; it stays open for its portrait.
async function look(file) {
  const set = await loaded();
  if (!checker) alone();
  checker ??= new xueying.Checker(set);
  photo?.free();
  photo = null;
  photo = checker.open(file);
}

function portrait(official, chinese) {
  const made = photo.portrait(official);
  const result = { file: made.file(), facts: JSON.parse(made.facts(chinese)) };
  made.free();
  return result;
}

/// The pixels of a bitmap, four bytes each. The bitmap is gone afterwards.
function pixels(bitmap) {
  const { width, height } = bitmap;
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return [new Uint8Array(data.buffer), width, height];
}

/// A still as a file.
async function jpeg(bitmap) {
  const paper = new OffscreenCanvas(bitmap.width, bitmap.height);
  paper.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  const blob = await paper.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  return new Uint8Array(await blob.arrayBuffer());
}

/// What the page can ask for.
const calls = {
  load: async () => void (await loaded()),

  async check({ file, finished, chinese }) {
    await look(file);
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

  async openLive({ rehearse }) {
    const set = await loaded();
    alone();
    const open = (desk) => desk.openLive(set, camera, true);
    session = rehearse ? xueying.LiveSession.rehearse(set, camera, true) : carrier.ask(open);
    recorded = [];
    frames = 0;
  },
  push({ bitmap, time }) {
    const answer = JSON.parse(session.push(...pixels(bitmap), time));
    if (++frames % LINES === 0) recorded.push(new Blob([session.recorded(false)]));
    return answer;
  },
  held: ({ x, y, z }) => session?.held(x, y, z),
  press: ({ time }) => session.press(time),
  /// Takes a still; a photo is the desk's, but for a rehearsal's, which comes back.
  async take({ bitmap, time, rehearse }) {
    const still = await jpeg(bitmap);
    const taken = session.take(still, time, await carrier.unlocked());
    if (!rehearse) return carrier.tell((desk) => desk.taken(taken));
    const file = taken.jpeg();
    taken.free();
    return file;
  },
  /// What was recorded, as a file.
  recording() {
    if (session) recorded.push(session.recorded(true));
    return new Blob(recorded);
  },
  closeLive() {
    session?.free();
    session = null;
  },

  scan: async ({ bitmap }) => JSON.parse((await scanner).push(...pixels(bitmap))),
  readCodes: async ({ file }) => JSON.parse((await scanner).readFile(file)),
  replay: ({ recording }) => JSON.parse(xueying.replay(recording)),

  openDesk: () => carrier.open(),
  view: ({ chinese }) => JSON.parse(carrier.ask((desk) => desk.view(chinese))),
  act: ({ action }) => carrier.tell((desk) => desk.act(action)),
  tick: ({ point }) => carrier.tell((desk) => desk.tick(point)),
  typed: ({ text }) => carrier.tell((desk) => desk.typed(text)),
  permitted: ({ permission }) => carrier.tell((desk) => desk.camera(permission)),
  notifications: ({ may }) => carrier.tell((desk) => desk.notifications(may)),
  saved: ({ saved }) => carrier.tell((desk) => desk.saved(saved)),
  resumed: () => carrier.tell((desk) => desk.resumed()),
  ordered: () => carrier.ask((desk) => desk.ordered()),
  deskPortrait: () => carrier.ask((desk) => desk.portrait()),
  /// The photo that was taken, and the portrait that this device makes of it.
  async preview({ chinese }) {
    const file = carrier.ask((desk) => desk.takenPhoto());
    if (!file) return null;
    await look(file);
    return { file, portrait: portrait(true, chinese).file };
  },
};

/// What was thrown, as data. A trap leaves the module unusable.
function told(error) {
  if (error instanceof xueying.Problem) {
    const problem = { code: error.code, key: error.key, detail: error.detail };
    error.free();
    return { problem };
  }
  const { code = 'broken', key = 'errors.broken.message' } = error;
  const known = typeof code === 'string' ? { code, key } : { code: 'broken', key: 'errors.broken.message' };
  return { problem: { ...known, detail: String(error) }, broken: error instanceof WebAssembly.RuntimeError };
}

onmessage = async ({ data: { id, name, args } }) => {
  try {
    await ready;
    postMessage({ id, result: await calls[name](args) });
  } catch (error) {
    postMessage({ id, ...told(error) });
  }
};
