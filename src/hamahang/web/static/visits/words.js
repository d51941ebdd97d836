// Words, digits and days of the sheet, and the making of elements.

export const language = document.documentElement.lang === "en" ? "en" : "fa";

const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

export const latin = (text) =>
  String(text).replace(/[۰-۹٠-٩]/g, (digit) => String(Math.max(PERSIAN.indexOf(digit), ARABIC.indexOf(digit))));
export const digits = (text) => (language === "fa" ? String(text).replace(/[0-9]/g, (digit) => PERSIAN[digit]) : String(text));

export const t = (fa, en) => (language === "fa" ? fa : en);
export const said = (both) => (both ? both[language] : "");

// today as it is typed: solar year/month/day
export function today() {
  const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(new Date());
  const part = (type) => parts.find((found) => found.type === type).value;
  return digits(`${part("year").replace(/\D/g, "")}/${part("month")}/${part("day")}`);
}

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const bdi = (text) => el("bdi", {}, digits(text));

export const STATES = {
  open: { fa: "در حال پر کردن", en: "being filled in", tone: "" },
  waiting: { fa: "آمادهٔ فرستادن", en: "waiting to be sent", tone: "accent" },
  sent: { fa: "فرستاده شد", en: "sent", tone: "good" },
  conflict: { fa: "نیازمند تصمیم", en: "to be decided", tone: "warn" },
  refused: { fa: "پذیرفته نشد", en: "refused", tone: "bad" },
};

export const tag = (state) => el("span", { class: `tag ${STATES[state].tone}` }, said(STATES[state]));
