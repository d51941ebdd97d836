// One sheet being filled in. Every change is kept at once; finishing puts it into the queue.

import { reduced, shown, whereAmI } from "./pictures.js";
import { pad } from "./signing.js";
import { forget, forgetPicture, keep, keepPicture, newKey, pictureOf } from "./store.js";
import { bdi, digits, el, latin, said, t } from "./words.js";

const MOST_PHOTOS = 12;

export function drawForm(sheet, taken, { back, finish, say }) {
  const save = () => keep(sheet);
  const form = el("form", { class: "one-sheet", novalidate: true, onsubmit: (event) => { event.preventDefault(); done(); } });
  const done = () => {
    const wrong = faults(sheet);
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    if (wrong.length) {
      say(wrong.map(({ words }) => words).join(" "), "bad");
      const first = form.querySelector(`[name=${wrong[0].field}]`);
      for (const { field } of wrong) form.querySelector(`[name=${field}]`)?.setAttribute("aria-invalid", "true");
      first?.focus();
      return;
    }
    finish();
  };
  form.append(
    about(sheet),
    choices(sheet, taken.states, save),
    text(sheet, save, "persons_seen", t("شاغلانی که سر کار دیدید", "Persons you saw at work"), { inputmode: "numeric", size: 6 }),
    causes(sheet, taken.causes, save),
    obstacle(sheet, save),
    text(sheet, save, "notes", t("یادداشت", "Notes"), { long: true }),
    photos(sheet, save, say),
    place(sheet, save, say),
    text(sheet, save, "present", t("چه کسانی حاضر بودند", "Who was present"), {}),
    signature(sheet, save),
    text(sheet, save, "visited_on", t("روز بازدید", "Day of the visit"), { inputmode: "numeric", dir: "ltr", help: t("سال/ماه/روز، مانند ۱۳۹۰/۰۴/۱۰", "solar year/month/day, such as 1390/04/10") }),
    el("div", { class: "row ends" },
      el("button", { class: "button", type: "submit" }, t("برگه کامل است؛ بفرست", "The sheet is complete; send it")),
      el("button", { class: "button plain", type: "button", onclick: back }, t("بعداً؛ نگه داشته شد", "Later; it is kept")),
      el("button", { class: "button bad", type: "button", onclick: () => remove(sheet, back) }, t("پاک کردن برگه", "Delete the sheet")),
    ),
  );
  return form;
}

function faults(sheet) {
  const wrong = [];
  const say = (field, fa, en) => wrong.push({ field, words: t(fa, en) });
  if (!sheet.values.state) say("state", "بگویید چه دیدید.", "Say what you saw.");
  if (sheet.values.persons_seen.trim() && !/^\d{1,6}$/.test(latin(sheet.values.persons_seen).trim())) {
    say("persons_seen", "شمار شاغلان را با رقم بنویسید.", "Write the number of persons in digits.");
  }
  if (!/^\d{2,4}[/.-]\d{1,2}[/.-]\d{1,4}$/.test(latin(sheet.values.visited_on).trim())) {
    say("visited_on", "روز را سال/ماه/روز بنویسید.", "Write the day as year/month/day.");
  }
  if (sheet.values.has_obstacle && !sheet.values.obstacles.trim()) {
    say("obstacles", "بنویسید مانع چیست.", "Write what the obstacle is.");
  }
  if (!sheet.unit && !sheet.values.plot.trim()) say("plot", "شمارهٔ قطعه را بنویسید.", "Write the number of the plot.");
  return wrong;
}

async function remove(sheet, back) {
  if (!window.confirm(t("این برگه و عکس‌هایش از گوشی پاک شود؟", "Delete this sheet and its photos from the phone?"))) return;
  await forget(sheet.key);
  back();
}

function about(sheet) {
  const known = sheet.about ?? {};
  const line = (label, value) => (value ? [el("dt", {}, label), el("dd", {}, value)] : []);
  return el("section", { class: "sheet" },
    el("h1", {}, known.name ? bdi(known.name) : t("قطعهٔ بی‌واحد", "Plot without a unit")),
    el("dl", { class: "facts" },
      ...line(t("شهرک", "Estate"), said(sheet.estate_name)),
      ...line(t("قطعه", "Plot"), known.plot ? bdi(known.plot) : ""),
      ...line(t("پروانه", "Licence"), known.licence ? bdi(known.licence) : ""),
      ...line(t("محصول", "Product"), known.product ? bdi(known.product) : ""),
      ...line(t("وضعیت در دفتر", "In the register"), known.status ? digits(`${said(known.status)} · ${said(known.since)}`) : ""),
      ...line(t("شاغل در دفتر", "Persons in the register"), known.persons === null || known.persons === undefined ? "" : digits(known.persons)),
      ...line(t("پروندهٔ احیا", "Revival case"), known.case ? bdi(known.case) : ""),
    ),
    sheet.unit ? null : plotField(sheet),
  );
}

function plotField(sheet) {
  return text(sheet, () => keep(sheet), "plot", t("شمارهٔ قطعه", "Number of the plot"), {});
}

function text(sheet, save, name, label, { long, help, ...attributes }) {
  const id = `field-${name}`;
  const change = ({ target }) => { sheet.values[name] = target.value; save(); };
  const field = long
    ? el("textarea", { id, name, rows: 3, maxlength: 4000, oninput: change, ...attributes })
    : el("input", { id, name, type: "text", maxlength: name === "present" ? 400 : 40, autocomplete: "off", oninput: change, "aria-describedby": help ? `${id}-help` : null, ...attributes });
  field.value = sheet.values[name] ?? "";
  return el("div", { class: "field" }, el("label", { for: id }, label), field, help ? el("p", { class: "help", id: `${id}-help` }, help) : null);
}

const check = (attributes, words) => el("label", { class: "check press" }, el("input", attributes), el("span", {}, words));

function choices(sheet, states, save) {
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("چه دیدید؟", "What did you see?")),
    ...states.map((state) => check({
      type: "radio", name: "state", value: state.code, checked: sheet.values.state === state.code,
      onchange: () => { sheet.values.state = state.code; save(); },
    }, digits(said(state)))),
  );
}

function causes(sheet, all, save) {
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("علت‌هایی که دیدید", "Causes you saw")),
    el("p", { class: "help" }, t("اگر واحد راکد است و علتی را نشان بزنید، پروندهٔ احیا گشوده می‌شود.", "If the unit is idle and you tick a cause, a revival case is opened.")),
    ...[...new Set(all.map((cause) => said(cause.group)))].map((group) => {
      const found = all.filter((cause) => said(cause.group) === group);
      return el("details", { class: "group", open: found.some(({ code }) => sheet.causes[code]?.is_seen) },
        el("summary", {}, group), ...found.map((cause) => oneCause(sheet, cause, save)));
    }),
  );
}

function oneCause(sheet, cause, save) {
  const kept = (sheet.causes[cause.code] ??= { is_seen: false, note: "" });
  const note = el("input", {
    type: "text", maxlength: 400, hidden: !kept.is_seen, "aria-label": t(`${cause.fa}: چه آن را نشان می‌دهد`, `${cause.en}: what shows it`),
    placeholder: t("چه آن را نشان می‌دهد", "What shows it"), oninput: ({ target }) => { kept.note = target.value; save(); },
  });
  note.value = kept.note;
  const box = check({
    type: "checkbox", name: `cause-${cause.code}`, checked: kept.is_seen,
    onchange: ({ target }) => { kept.is_seen = target.checked; note.hidden = !target.checked; save(); },
  }, said(cause));
  return el("div", {}, box, note);
}

function obstacle(sheet, save) {
  const words = text(sheet, save, "obstacles", t("مانع چیست و کدام دستگاه می‌تواند آن را بردارد", "What it is, and which agency could remove it"), { long: true });
  words.hidden = !sheet.values.has_obstacle;
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("مانع تولید", "Obstacle to production")),
    check({
      type: "checkbox", name: "has_obstacle", checked: sheet.values.has_obstacle,
      onchange: ({ target }) => { sheet.values.has_obstacle = target.checked; words.hidden = !target.checked; save(); },
    }, t("مانعی هست که ستاد باید بردارد (پرونده گشوده می‌شود)", "There is one for the headquarters to remove (a case is opened)")),
    words,
  );
}

function photos(sheet, save, say) {
  const list = el("ul", { class: "pictures" });
  const draw = async () => {
    const drawn = await Promise.all(sheet.photos.map((photo, index) => onePhoto(sheet, photo, index, save, draw)));
    list.replaceChildren(...drawn);
  };
  const add = async ({ target }) => {
    for (const file of [...target.files]) {
      if (sheet.photos.length >= MOST_PHOTOS) { say(t("بیش از ۱۲ عکس در یک برگه نمی‌گنجد.", "A sheet holds no more than 12 photos."), "warn"); break; }
      try {
        const content = await reduced(file);
        const id = newKey();
        await keepPicture(id, sheet.key, content);
        sheet.photos.push({ id, caption: "", taken_at: new Date(file.lastModified).toISOString(), place: sheet.place });
        await save();
      } catch {
        say(t("این فایل عکس نیست.", "This file is no photo."), "bad");
      }
    }
    target.value = "";
    draw();
  };
  draw();
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("عکس‌ها", "Photos")),
    el("p", { class: "help", id: "photos-help" }, t("کوچک می‌شوند و نشان‌های دوربین از آن‌ها پاک می‌شود.", "They are made small, and what the camera wrote into them is removed.")),
    el("label", { class: "button plain", for: "field-photo" }, t("عکس بگیرید یا برگزینید", "Take or choose photos")),
    el("input", { id: "field-photo", name: "photo", class: "hidden", type: "file", accept: "image/*", capture: "environment", multiple: true, "aria-describedby": "photos-help", onchange: add }),
    list,
  );
}

async function onePhoto(sheet, photo, index, save, draw) {
  const number = digits(index + 1);
  const caption = el("input", { type: "text", maxlength: 40, "aria-label": t(`شرح عکس ${number}`, `Caption of photo ${number}`), placeholder: t("در عکس چیست", "What it shows"), oninput: ({ target }) => { photo.caption = target.value; save(); } });
  caption.value = photo.caption;
  const away = () => { sheet.photos.splice(sheet.photos.indexOf(photo), 1); save(); forgetPicture(photo.id); draw(); };
  return el("li", {},
    await shown(await pictureOf(photo.id), photo.caption || t(`عکس ${number}`, `photo ${number}`)),
    caption,
    el("button", { class: "button plain", type: "button", onclick: away }, t(`برداشتن عکس ${number}`, `Remove photo ${number}`)),
  );
}

function place(sheet, save, say) {
  const words = el("p", { class: "help", role: "status" });
  const draw = () => { words.textContent = sheet.place ? t("جای شما کنار برگه نوشته شد.", "Your place is written beside the sheet.") : t("اگر بخواهید، جای شما همراه برگه و عکس‌ها فرستاده می‌شود.", "If you wish, your place is sent with the sheet and the photos."); };
  const note = async () => {
    try {
      sheet.place = await whereAmI();
      for (const photo of sheet.photos) photo.place ??= sheet.place;
      save();
    } catch {
      say(t("جای شما یافته نشد؛ برگه بی آن هم درست است.", "Your place was not found; the sheet is right without it."), "warn");
    }
    draw();
  };
  const away = () => { sheet.place = null; for (const photo of sheet.photos) photo.place = null; save(); draw(); };
  draw();
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("جای بازدید", "Place of the visit")), words,
    el("div", { class: "row" },
      el("button", { class: "button plain", type: "button", onclick: note }, t("جای مرا بنویس", "Note my place")),
      el("button", { class: "button plain", type: "button", onclick: away }, t("جا را بردار", "Leave it out")),
    ),
  );
}

function signature(sheet, save) {
  const { canvas, clear } = pad(t("جای امضا؛ اگر نمی‌توانید بکشید نام را در خانهٔ بعدی بنویسید", "Place for a signature; if you cannot draw, type the name in the next field"), {
    content: sheet.signature,
    changed: (content) => { sheet.signature = content; save(); },
  });
  return el("fieldset", { class: "choices" },
    el("legend", {}, t("امضای نمایندهٔ واحد", "Signature of the unit's representative")), canvas,
    el("div", { class: "row" }, el("button", { class: "button plain", type: "button", onclick: clear }, t("امضا از نو", "Sign anew"))),
    text(sheet, save, "signed_by", t("نام امضاکننده، یا به جای امضا", "Name of who signs, or instead of a signature"), {}),
  );
}
