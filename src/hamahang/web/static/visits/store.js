// What lies on the phone: plans taken along and sheets, each under its owner. Nothing is removed before it was sent.

const NAME = "hamahang-visits";
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        asked.result.createObjectStore("along", { keyPath: "owner" });
        asked.result.createObjectStore("sheets", { keyPath: "key" }).createIndex("owner", "owner");
      }
      // apart from the sheets: a keystroke must not write the photos again
      asked.result.createObjectStore("pictures", { keyPath: "id" }).createIndex("sheet", "sheet");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// a write is done when it is on the disk: a battery that dies a moment later takes nothing with it
async function inside(store, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    transaction.commit?.();
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const along = (owner) => inside("along", "readonly", (store) => store.get(owner));
export const keepAlong = (owner, taken) => inside("along", "readwrite", (store) => store.put({ ...taken, owner }));
export const sheetOf = (key) => inside("sheets", "readonly", (store) => store.get(key));
// every keystroke is kept at once; writes reach the disk in the order they were made
export const keep = (sheet) => inside("sheets", "readwrite", (store) => store.put(sheet));

export async function sheetsOf(owner) {
  const found = await inside("sheets", "readonly", (store) => store.index("owner").getAll(owner));
  return found.sort((one, other) => (one.begun_at < other.begun_at ? -1 : 1));
}

export async function forget(key) {
  await forgetPictures(key);
  await inside("sheets", "readwrite", (store) => store.delete(key));
}

export const pictureOf = async (id) => (await inside("pictures", "readonly", (store) => store.get(id)))?.content;
export const keepPicture = (id, sheet, content) => inside("pictures", "readwrite", (store) => store.put({ id, sheet, content }));
export const forgetPicture = (id) => inside("pictures", "readwrite", (store) => store.delete(id));

export async function forgetPictures(sheet) {
  const ids = await inside("pictures", "readonly", (store) => store.index("sheet").getAllKeys(sheet));
  for (const id of ids) await forgetPicture(id);
}

export const newKey = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

// whose sheets this phone may show: said by the server when it last knew, taken away by signing in or out
export function owner() {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith("hamahang_sheet="));
  return found ? found.slice("hamahang_sheet=".length) : "";
}
