// What survives: the vault's files and the keys, in the browser's own database. The keys lie there encrypted with one that
// the browser lets nobody read.

const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

/// Opens the database.
export function openStore() {
  const request = indexedDB.open('xueying', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('files');
    request.result.createObjectStore('keys');
  };
  return asked(request);
}

/// Every file of the vault: pairs of path and bytes.
export async function files(store) {
  const all = store.transaction('files').objectStore('files');
  const [paths, contents] = await Promise.all([asked(all.getAllKeys()), asked(all.getAll())]);
  return paths.map((path, at) => [path, contents[at]]);
}

/// Commits changed files, all or none; done once they are on the disk.
export function commit(store, changes) {
  const transaction = store.transaction('files', 'readwrite', { durability: 'strict' });
  const all = transaction.objectStore('files');
  for (const { path, bytes } of changes) {
    if (bytes) all.put(bytes, path);
    else all.delete(path);
  }
  return new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

/// The 64 secret bytes of vault and device; made at the first time.
export async function secret(store) {
  const kept = await asked(store.transaction('keys').objectStore('keys').get('secret'));
  if (kept) return decrypted(kept);
  const bytes = crypto.getRandomValues(new Uint8Array(64));
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, bytes);
  const transaction = store.transaction('keys', 'readwrite', { durability: 'strict' });
  await asked(transaction.objectStore('keys').put({ wrapping, iv, sealed }, 'secret'));
  return bytes;
}

async function decrypted({ wrapping, iv, sealed }) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, sealed));
}
