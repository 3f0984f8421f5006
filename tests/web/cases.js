// What runs in the browser: each takes a case and gives what `is` and what was `wanted`, field by field.

/// Loads the core beside the page's own, and what all cases share.
export async function begin() {
  const core = await import('/xueying.js');
  await core.default();
  const bytes = async (name) => Uint8Array.from(atob(await window.bytesOf(name)), (char) => char.charCodeAt(0));
  const models = new core.Models();
  for (const { name } of JSON.parse(core.modelFiles())) {
    models.insert(name, new Uint8Array(await (await fetch(`models/${name}`)).arrayBuffer()));
  }
  /// The code of what was thrown, or nothing.
  const coded = (run) => {
    try {
      return { value: run() };
    } catch (problem) {
      if (!problem.code) throw problem;
      return { error: problem.code };
    }
  };
  window.bench = { core, bytes, models, coded };
}

export function cameraChoice({ lenses, source, mode, expect }) {
  const { core, coded } = window.bench;
  const { value } = coded(() => JSON.parse(core.Camera.choose(JSON.stringify(lenses), source, mode).plan()));
  const wanted = { lens: expect.lens, ...expect.plan };
  return { is: { ...value, lens: value?.lens ?? null }, wanted };
}

export function permission({ permission, expect }) {
  const advice = JSON.parse(window.bench.core.permissionAdvice(permission));
  return { is: { advice: advice && { recovery: advice[0], text_key: advice[1] } }, wanted: { advice: expect } };
}

export function codeTexts({ text, session, collection }) {
  const { core, coded } = window.bench;
  const found = coded(() => core.sessionCode(text));
  const other = coded(() => core.collectionCode(text));
  return { is: { session: found.error ?? found.value, collection: other.error ?? 'ok' }, wanted: { session, collection } };
}

export async function scan({ file, frames, width, height, times, expect }) {
  const { core, bytes, coded } = window.bench;
  const scanner = new core.CodeScanner();
  const picture = await bytes(file ?? frames);
  let found = {};
  if (file) found = coded(() => ({ codes: JSON.parse(scanner.readFile(picture)) }));
  else {
    const rgba = new Uint8Array(picture.length * 4);
    picture.forEach((luma, at) => rgba.fill(luma, at * 4, at * 4 + 4));
    for (let time = 0; time < times; time++) found = coded(() => JSON.parse(scanner.push(rgba, width, height)));
  }
  scanner.free();
  const { error = null, value = { codes: [] } } = found;
  const hint = value.hint?.split('.').at(-1) ?? null;
  const is = { error, texts: value.codes.sort(), hint };
  return { is, wanted: { error: expect.error ?? null, texts: expect.texts ?? [], hint: expect.hint ?? null } };
}

export async function check({ file, as, expect }) {
  const { core, bytes, models, coded } = window.bench;
  window.bench.checker ??= new core.Checker(models);
  const picture = await bytes(file);
  const { error = null, value: photo } = coded(() => window.bench.checker.open(picture));
  if (error || expect.error) return { is: { error }, wanted: { error: expect.error ?? null } };
  const { report } = JSON.parse(photo.report(as === 'portrait', true));
  const verdicts = Object.fromEntries(report.findings.map(({ id, verdict }) => [id, verdict]));
  const is = { verdict: report.verdict, ...verdicts };
  const wanted = { verdict: expect.verdict };
  for (const [id, verdict] of Object.entries(expect.findings ?? {})) wanted[id] = verdict ?? undefined;
  if (expect.portrait) {
    const made = coded(() => photo.portrait(true));
    const facts = made.value && JSON.parse(made.value.facts(true));
    Object.assign(is, { error: made.error, size: facts?.size, fit: facts?.fit });
    Object.assign(wanted, { error: expect.portrait.error, size: expect.portrait.size, fit: expect.portrait.fit });
  }
  photo.free();
  return { is, wanted, report };
}

export async function live({ source, mode, steps, record = false }) {
  const { core, bytes, models, coded } = window.bench;
  window.bench.checker?.free();
  window.bench.checker = undefined;
  const lens = { id: '0', facing: 'rear', field_of_view: 69.4, preview_sizes: [[1280, 720]] };
  const camera = core.Camera.choose(JSON.stringify([lens]), source, mode);
  const session = core.LiveSession.rehearse(models, camera, record);
  const keys = new core.Keys(new Uint8Array(64).fill(7));
  const [is, wanted] = [{}, {}];
  let time = 0;
  /// A sensor's frame, which lies on its side, upright and in colour.
  const upright = (nv21) => {
    const [width, height] = [1280, 720];
    const rgba = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const chroma = width * height + (y >> 1) * width + (x & ~1);
        const [luma, v, u] = [nv21[y * width + x], nv21[chroma] - 128, nv21[chroma + 1] - 128];
        const to = (x * height + (height - 1 - y)) * 4;
        rgba[to] = luma + 1.402 * v;
        rgba[to + 1] = luma - 0.344136 * u - 0.714136 * v;
        rgba[to + 2] = luma + 1.772 * u;
      }
    }
    return new Uint8Array(rgba.buffer);
  };
  const does = {
    async push({ picture, times = 1, every = 66_666_667 }) {
      const frame = upright(await bytes(picture));
      let guided = null;
      const shown = new Set();
      let fired = false;
      for (let at = 0; at < times && !fired; at++) {
        time += every / 1e6;
        const answer = JSON.parse(session.push(frame, 720, 1280, time));
        if (answer.refused) return { answer: answer.refused.code };
        guided = answer.guided;
        fired ||= guided.event === 'fire';
        shown.add(guided.messages.show?.id);
      }
      const arrow = guided.overlay.shapes.some(({ role }) => role === 'arrow');
      return { answer: 'ok', state: guided.state, fired, arrow, shown };
    },
    async take({ stills, after }) {
      const still = await bytes(stills[0]);
      const { error, value } = coded(() => session.take(still, time + after / 1e6, keys));
      if (error) return { answer: error };
      const { report } = JSON.parse(JSON.parse(value.envelope()).manifest);
      return { answer: 'sealed', verdict: report.verdict };
    },
    async replay() {
      const { error, value } = coded(() => JSON.parse(core.replay(session.recorded(true))));
      return { answer: error ?? (value.differs === null ? 'same' : 'differs') };
    },
  };
  for (const [at, step] of steps.entries()) {
    const found = await does[step.do](step);
    for (const [field, value] of Object.entries(step.expect ?? {})) {
      if (!(field in found)) continue;
      const seen = found[field] instanceof Set ? (found[field].has(value) ? value : [...found[field]]) : found[field];
      is[`${at} ${field}`] = seen;
      wanted[`${at} ${field}`] = value;
    }
  }
  session.free();
  return { is, wanted };
}
