// The sheet's page: which view is shown, who it is shown to, and when it sends.

import { drawForm } from "./form.js";
import { drawList } from "./list.js";
import { decide, meet, network, sendAll, takeAlong } from "./sending.js";
import { along, keep, newKey, owner, sheetOf, sheetsOf } from "./store.js";
import { el, t, today } from "./words.js";

const view = document.getElementById("view");
const status = document.getElementById("network");
const told = document.getElementById("said");
const places = document.body.dataset;

function say(words, tone = "") {
  told.textContent = words;
  told.className = `said ${tone}`;
}

function showNetwork() {
  const words = {
    "": t("شبکه هست", "online"),
    offline: t("شبکه نیست؛ همه‌چیز روی گوشی می‌ماند", "no network; all is kept on the phone"),
    "sign-in": t("باید وارد شوید", "sign in needed"),
    server: t("سرور پاسخ نمی‌دهد؛ دوباره می‌کوشد", "no answer; trying again"),
  };
  const trouble = navigator.onLine ? network.trouble : "offline";
  status.textContent = words[trouble];
  status.className = `tag ${trouble ? "warn" : "good"}`;
  if (trouble === "sign-in") askToSignIn();
}

function askToSignIn() {
  if (document.getElementById("sign-in")) return;
  view.prepend(el("section", { class: "notice warn", id: "sign-in" },
    el("p", {}, t("نشست شما پایان یافته است یا وارد نشده‌اید. برگه‌ها روی گوشی می‌ماند؛ وارد شوید تا فرستاده شود.", "Your session has ended or you are not signed in. The sheets stay on the phone; sign in and they are sent.")),
    el("a", { class: "button", href: `${places.signIn}?next=${encodeURIComponent(location.pathname)}` }, t("ورود", "Sign in"))));
}

const acts = {
  async takeAlong() {
    say(t("همراه می‌بریم…", "Taking along…"));
    const done = await takeAlong();
    await draw();
    say(done ? t("برنامه‌ها روی گوشی است؛ می‌توانید بروید.", "The plans are on the phone; you can go.") : t("نشد؛ شبکه یا ورود را بنگرید.", "It failed; look at the network or sign in."), done ? "good" : "bad");
  },
  async send() {
    say(t("می‌فرستیم…", "Sending…"));
    await sendAll(draw);
    await draw();
  },
  begin(plan, stop) {
    const sheet = {
      key: newKey(),
      owner: owner(),
      state: "open",
      begun_at: new Date().toISOString(),
      stop: stop?.id ?? null,
      unit: stop?.unit ?? null,
      estate: plan.estate,
      estate_name: plan.estate_name,
      loaded: stop?.loaded ?? null,
      about: stop?.unit ? stop : null,
      values: { state: "", persons_seen: "", notes: "", obstacles: "", has_obstacle: false, present: "", signed_by: "", plot: stop?.plot ?? "", visited_on: today() },
      causes: {},
      photos: [],
      signature: null,
      place: null,
      conflicts: [],
    };
    keep(sheet);
    acts.open(sheet);
  },
  open(sheet) {
    location.hash = `sheet/${sheet.key}`;
  },
  async decide(sheet, conflict, decision) {
    const done = await decide(sheet, conflict, decision);
    if (!done) say(t("تصمیم فرستاده نشد؛ شبکه را بنگرید.", "The decision was not sent; look at the network."), "bad");
    await acts.send();
    if (done) say(t("تصمیم ثبت شد.", "The decision is recorded."), "good");
  },
  visitAddress: (visit) => `${places.visits}${visit}/`,
  draw: () => draw(),
};

async function finish(sheet) {
  Object.assign(sheet, { state: "waiting", finished_at: new Date().toISOString() });
  await keep(sheet);
  say(t("برگه در صف فرستادن است.", "The sheet is in the queue."), "good");
  location.hash = "";
  await acts.send();
}

// draws the view that the address asks for; a view of before that comes late is not shown
let drawing = 0;

async function draw() {
  const mine = ++drawing;
  const me = owner();
  const key = location.hash.match(/^#sheet\/([0-9a-f-]{36})$/)?.[1];
  const [taken, sheets, sheet] = me ? await Promise.all([along(me), sheetsOf(me), key ? sheetOf(key) : null]) : [null, [], null];
  if (mine !== drawing) return;
  if (sheet && sheet.owner === me && taken) {
    // a finished sheet that is opened again is no longer on its way
    if (sheet.state !== "open") { sheet.state = "open"; await keep(sheet); }
    view.replaceChildren(drawForm(sheet, taken, { back: () => { location.hash = ""; }, finish: () => finish(sheet), say }));
    window.scrollTo(0, 0);
  } else if (me) {
    view.replaceChildren(...drawList(sheets, taken, acts));
  } else {
    view.replaceChildren(el("h1", {}, t("برگهٔ بازدید", "Visit sheet")), el("p", {}, t("برای دیدن برگه‌های خود وارد شوید.", "Sign in to see your sheets.")));
    askToSignIn();
  }
  showNetwork();
}

async function online() {
  await meet();
  await sendAll(() => isListShown() && draw());
  if (isListShown()) await draw();
  showNetwork();
}

const isListShown = () => !location.hash.startsWith("#sheet/");

window.addEventListener("hashchange", () => { say(""); draw(); });
window.addEventListener("online", online);
window.addEventListener("offline", showNetwork);
// a phone that was put away and taken out again
document.addEventListener("visibilitychange", () => { if (!document.hidden && navigator.onLine) online(); });

if ("serviceWorker" in navigator) navigator.serviceWorker.register(places.worker, { scope: places.visits });
// asked once: the browser must not clear the sheets when the phone runs short of room
navigator.storage?.persist?.();
await draw();
if (navigator.onLine) await online();
