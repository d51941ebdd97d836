// What goes to the server and comes from it. A sheet may be sent any number of times: its key makes it one visit.

import { forget, forgetPictures, keep, keepAlong, owner, pictureOf, sheetsOf } from "./store.js";
import { latin, t } from "./words.js";

const places = document.body.dataset;
// soon, since a browser does not always tell a page that the network is back; then ever more seldom
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 600_000;
const WEEK = 7 * 24 * 3600_000;

// what stood in the way of the last attempt: "" | "offline" | "sign-in" | "server"
export const network = { trouble: "", me: null };

class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Trouble("offline");
  }
  // the server leads whoever is not signed in to signing in
  if (answer.type === "opaqueredirect") throw new Trouble("sign-in");
  if (answer.status >= 500 || answer.status === 429) throw new Trouble("server");
  return answer;
}

// who is signed in, with the token of this session; also marks the phone as this person's
export async function meet() {
  try {
    const answer = await ask(places.who);
    if (!answer.ok) throw new Trouble("sign-in");
    network.me = await answer.json();
    network.trouble = "";
  } catch (trouble) {
    network.me = null;
    network.trouble = trouble.kind ?? "server";
  }
  return network.me;
}

export async function takeAlong() {
  const me = await meet();
  if (!me) return false;
  try {
    const answer = await ask(places.along);
    await keepAlong(me.owner, { ...(await answer.json()), taken_at: new Date().toISOString() });
    await tidy(me.owner);
    return true;
  } catch (trouble) {
    network.trouble = trouble.kind ?? "server";
    return false;
  }
}

// sheets that were taken in a week ago are on the server; they need not lie on the phone any longer
async function tidy(me) {
  for (const sheet of await sheetsOf(me)) {
    if (sheet.state === "sent" && Date.now() - Date.parse(sheet.sent_at) > WEEK) await forget(sheet.key);
  }
}

// --- sending: one after the other, the oldest first ---

let running = null;

export function sendAll(changed) {
  running ??= work(changed).finally(() => { running = null; });
  return running;
}

async function work(changed) {
  const queue = (await sheetsOf(owner())).filter((sheet) => sheet.state === "waiting");
  if (!queue.length) return;
  const me = await meet();
  for (const sheet of queue) {
    // somebody else may have signed in since the queue was read: theirs is another queue
    if (!me || sheet.owner !== me.owner) break;
    try {
      await send(sheet, me);
    } catch (trouble) {
      network.trouble = trouble.kind ?? "server";
      break;
    } finally {
      changed(sheet);
    }
  }
  if (network.trouble) again(changed);
}

let pause = FIRST_WAIT;
let clock = null;

function again(changed) {
  clearTimeout(clock);
  clock = setTimeout(() => sendAll(changed), pause);
  pause = Math.min(pause * 2, LONGEST_WAIT);
}

async function send(sheet, me) {
  const answer = await ask(places.send, { method: "POST", headers: { "X-CSRFToken": me.token }, body: await packed(sheet) });
  const words = await answer.json().catch(() => null);
  if (answer.ok && words) {
    Object.assign(sheet, { visit: words.visit, conflicts: words.conflicts, why: null, sent_at: new Date().toISOString() });
    sheet.state = words.conflicts.length ? "conflict" : "sent";
    // the server has the pictures; a sheet that is disputed keeps them until it is decided
    if (sheet.state === "sent") {
      Object.assign(sheet, { photos: [], signature: null });
      await forgetPictures(sheet.key);
    }
    pause = FIRST_WAIT;
  } else if (answer.status === 403) {
    throw new Trouble("sign-in");
  } else {
    sheet.state = "refused";
    sheet.why = words?.why ?? { fa: t("برگه پذیرفته نشد", ""), en: "The sheet was refused" };
    if (answer.status === 413) sheet.why = { fa: "عکس‌ها سنگین است؛ یکی دو تا را بردارید", en: "The photos are too large; take some away" };
  }
  await keep(sheet);
}

async function packed(sheet) {
  const form = new FormData();
  const about = sheet.photos.map(({ caption, taken_at, place }) => ({ caption, taken_at, place }));
  form.append("sheet", JSON.stringify({
    key: sheet.key,
    stop: sheet.stop,
    unit: sheet.unit,
    estate: sheet.estate,
    loaded: sheet.loaded,
    written_at: sheet.finished_at,
    place: sheet.place,
    photos: about,
    ...sheet.values,
    persons_seen: latin(sheet.values.persons_seen),
    visited_on: latin(sheet.values.visited_on),
    obstacles: sheet.values.has_obstacle ? sheet.values.obstacles : "",
    findings: Object.entries(sheet.causes).filter(([, said]) => said.is_seen).map(([cause, said]) => ({ cause, note: said.note })),
  }));
  for (const { id } of sheet.photos) form.append("photo", new Blob([await pictureOf(id)], { type: "image/jpeg" }), "photo.jpg");
  if (sheet.signature) form.append("signature", new Blob([sheet.signature], { type: "image/png" }), "signature.png");
  return form;
}

// --- deciding: "mine" is what the sheet says, "theirs" what was recorded when it came ---

export async function decide(sheet, conflict, decision) {
  const me = await meet();
  if (!me || me.owner !== sheet.owner) return false;
  try {
    const body = new URLSearchParams({ decision });
    const headers = { "X-CSRFToken": me.token, Accept: "application/json" };
    const answer = await ask(`${places.visits}conflicts/${conflict.id}/`, { method: "POST", headers, body });
    // decided by somebody else in the meantime: the server says it when the sheet is sent again
    if (!answer.ok && answer.status !== 409) return false;
    sheet.conflicts = sheet.conflicts.filter(({ id }) => id !== conflict.id);
    if (!sheet.conflicts.length) sheet.state = "waiting";
    await keep(sheet);
    return true;
  } catch (trouble) {
    network.trouble = trouble.kind ?? "server";
    return false;
  }
}
