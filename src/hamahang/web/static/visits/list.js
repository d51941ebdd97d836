// The plans that were taken along, the sheets and where each stands, and what is to be decided.

import { forget } from "./store.js";
import { bdi, digits, el, said, t, tag } from "./words.js";

export function drawList(sheets, taken, acts) {
  const parts = [tools(sheets, taken, acts)];
  const decided = sheets.filter((sheet) => sheet.state === "conflict");
  for (const sheet of decided) parts.push(toDecide(sheet, acts));
  for (const plan of taken?.plans ?? []) parts.push(onePlan(plan, sheets, acts));
  if (taken && !taken.plans.length) {
    parts.push(el("p", { class: "empty" }, t("برنامه‌ای نیست. در «بازدیدها» برنامهٔ یک روز را بریزید و دوباره همراه ببرید.", "There is no plan. Plan a day under “Visits” and take it along.")));
  }
  const planned = new Set((taken?.plans ?? []).flatMap((plan) => plan.stops.map(({ id }) => id)));
  const others = sheets.filter((sheet) => !sheet.stop || !planned.has(sheet.stop));
  if (others.length) {
    parts.push(el("section", { class: "sheet" }, el("header", {}, el("h2", {}, t("برگه‌های دیگر", "Other sheets"))), el("ul", { class: "plain stops" }, ...others.map((sheet) => row(sheet, named(sheet), acts)))));
  }
  return parts;
}

const named = (sheet) => sheet.about?.name ?? `${t("قطعهٔ", "Plot")} ${sheet.values.plot || "؟"} · ${said(sheet.estate_name)}`;

function tools(sheets, taken, acts) {
  const waiting = sheets.filter(({ state }) => state === "waiting").length;
  return el("section", { class: "sheet tools" },
    el("h1", {}, t("برگهٔ بازدید", "Visit sheet")),
    el("p", { class: "muted" }, taken
      ? t(`همراه‌برده: ${moment(taken.taken_at)}. بی‌شبکه هم پر کنید؛ روی همین گوشی می‌ماند تا فرستاده شود.`, `Taken along: ${moment(taken.taken_at)}. Fill in without a network; it stays on this phone until it is sent.`)
      : t("پیش از رفتن، تا شبکه هست، برنامه را همراه ببرید.", "Before you leave, while there is a network, take the plan along.")),
    el("div", { class: "row" },
      el("button", { class: `button${taken ? " plain" : ""}`, type: "button", id: "take-along", onclick: acts.takeAlong }, t("همراه بردن برنامه‌ها", "Take the plans along")),
      waiting ? el("button", { class: "button", type: "button", id: "send-now", onclick: acts.send }, t(`فرستادن ${digits(waiting)} برگه`, waiting === 1 ? "Send 1 sheet" : `Send ${waiting} sheets`)) : null,
    ),
  );
}

function moment(text) {
  const calendar = t("fa-IR-u-ca-persian", "en-GB");
  return new Intl.DateTimeFormat(calendar, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}

function onePlan(plan, sheets, acts) {
  const stops = plan.stops.map((stop) => {
    const sheet = sheets.findLast((found) => found.stop === stop.id);
    const words = stop.name ?? `${t("قطعهٔ", "Plot")} ${stop.plot}`;
    return sheet ? row(sheet, words, acts, stop) : fresh(plan, stop, words, acts);
  });
  const done = plan.stops.filter((stop) => stop.is_visited || sheets.some((sheet) => sheet.stop === stop.id && sheet.state === "sent")).length;
  return el("section", { class: "sheet" },
    el("header", {}, el("h2", {}, `${said(plan.estate_name)} · ${said(plan.day_said)}`), el("p", { class: "note" }, t(`${digits(done)} از ${digits(plan.stops.length)} دیده شد`, `${done} of ${plan.stops.length} visited`))),
    el("ul", { class: "plain stops" }, ...stops),
    el("button", { class: "button plain", type: "button", onclick: () => acts.begin(plan, null) }, t("قطعهٔ دیگری در این شهرک", "Another plot on this estate")),
  );
}

function fresh(plan, stop, words, acts) {
  const tail = stop.is_visited ? el("span", { class: "tag good" }, t("دیده شده", "visited")) : stop.status ? el("span", { class: "muted" }, said(stop.status)) : null;
  return el("li", {}, el("button", { class: "stop", type: "button", onclick: () => acts.begin(plan, stop) }, name(words, stop.unit && stop.plot), tail));
}

// plot: of a unit; a plot without one is named by it
const name = (words, plot) => el("span", {}, bdi(words), plot ? el("small", { class: "muted" }, ` ${t("قطعهٔ", "plot")} ${digits(plot)}`) : null);

function row(sheet, words, acts, stop = null) {
  const opens = ["open", "waiting", "refused"].includes(sheet.state);
  const main = opens
    ? el("button", { class: "stop", type: "button", onclick: () => acts.open(sheet) }, name(words, stop?.unit && stop.plot), tag(sheet.state))
    : el("div", { class: "stop" }, name(words, stop?.unit && stop.plot), tag(sheet.state));
  const more = [];
  if (sheet.state === "sent") {
    more.push(el("a", { class: "dotted press", href: acts.visitAddress(sheet.visit) }, t("دیدن در دفتر", "See it in the register")));
    more.push(el("button", { class: "button quiet press", type: "button", onclick: async () => { await forget(sheet.key); acts.draw(); } }, t("از گوشی بردار", "Take off the phone")));
  }
  if (sheet.state === "refused") more.push(el("p", { class: "why" }, said(sheet.why)));
  return el("li", { "data-key": sheet.key, "data-state": sheet.state }, main, more.length ? el("div", { class: "row" }, ...more) : null);
}

function toDecide(sheet, acts) {
  const told = sheet.conflicts.map((conflict) => el("div", { class: "conflict" },
    el("h3", {}, said(conflict.kind)),
    el("div", { class: "region", role: "region", tabindex: 0, "aria-label": `${named(sheet)}: ${said(conflict.kind)}` },
      el("table", { class: "plain" },
        el("thead", {}, el("tr", {}, el("td"), el("th", { scope: "col" }, t("از ایشان", "Theirs")), el("th", { scope: "col" }, t("از من", "Mine")))),
        el("tbody", {}, ...conflict.lines.map((line) => el("tr", {}, el("th", { scope: "row" }, said(line.label)), el("td", {}, bdi(said(line.held))), el("td", {}, bdi(said(line.sent)))))),
      )),
    el("div", { class: "row" },
      el("button", { class: "button plain", type: "button", "data-decide": "SENT", onclick: () => acts.decide(sheet, conflict, "SENT") }, t("از من بماند", "Keep mine")),
      el("button", { class: "button plain", type: "button", "data-decide": "HELD", onclick: () => acts.decide(sheet, conflict, "HELD") }, t("از ایشان بماند", "Keep theirs")),
    ),
  ));
  return el("section", { class: "sheet to-decide" }, el("header", {}, el("h2", {}, bdi(named(sheet))), tag("conflict")), ...told);
}
