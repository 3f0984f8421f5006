// The models: fetched once, with progress, and kept in the browser's cache under their hash.

const CACHE = 'xueying-models';

/// The bytes of every model that the core names. `progress` hears `{ loaded, total }` in bytes.
export async function fetchModels(needed, progress) {
  const { models } = await (await must('files.json')).json();
  const files = needed.map(({ name }) => models.find((model) => model.name === name));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const cache = await opened();
  await forget(cache, files);
  let loaded = 0;
  const found = [];
  for (const file of files) {
    const address = `models/${file.name}?${file.sha256}`;
    const count = (bytes) => progress({ loaded: (loaded += bytes), total });
    const bytes = (await kept(cache, address, count)) ?? (await fetched(cache, address, count));
    found.push({ name: file.name, bytes });
  }
  return found;
}

/// Private windows of some browsers have no cache; then the models are fetched anew each time.
async function opened() {
  try {
    return await caches.open(CACHE);
  } catch {
    return null;
  }
}

async function kept(cache, address, count) {
  const answer = await cache?.match(address);
  if (!answer) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  count(bytes.length);
  return bytes;
}

async function fetched(cache, address, count) {
  const answer = await must(address);
  const parts = [];
  let length = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    count(value.length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  // A full disk is no reason to stop: the core checks the bytes by their hash in any case.
  await cache?.put(address, new Response(bytes)).catch(() => {});
  return bytes;
}

/// Removes models of earlier versions.
async function forget(cache, files) {
  for (const request of (await cache?.keys()) ?? []) {
    const current = files.some((file) => request.url.endsWith(`${file.name}?${file.sha256}`));
    if (!current) await cache.delete(request);
  }
}

async function must(address) {
  const unreachable = { code: 'models_unreachable', key: 'web.models_unreachable' };
  const answer = await fetch(address).catch((error) => {
    throw Object.assign(new Error(String(error)), unreachable);
  });
  if (!answer.ok) throw Object.assign(new Error(`${address}: ${answer.status}`), unreachable);
  return answer;
}
