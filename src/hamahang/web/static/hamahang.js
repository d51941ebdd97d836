// What a page gains where scripts run. Nothing here is needed to read, filter, fill in or send anything.

const vendored = (name) => new URL(`vendor/${name}`, import.meta.url).href;

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", reject, { once: true });
    document.head.append(element);
  });
}

// --- days: the picker is fetched when a day field is first entered; typing goes on as before ---

let picker;

function fetchPicker() {
  picker ??= (async () => {
    await Promise.all([
      load("link", { rel: "stylesheet", href: vendored("jalalidatepicker.min.css") }),
      load("script", { src: vendored("jalalidatepicker.min.js") }),
    ]);
    await load("link", { rel: "stylesheet", href: new URL("picker.css", import.meta.url).href });
    window.jalaliDatepicker.startWatch({
      selector: "input[data-day]",
      persianDigits: true,
      autoReadOnlyInput: false,
      showEmptyBtn: false,
      showCloseBtn: false,
      time: false,
    });
  })();
  return picker;
}

const latin = (text) => text.replace(/[۰-۹]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".indexOf(digit));
const persian = (text) => text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);
const isDay = (element) => element instanceof HTMLInputElement && element.matches("[data-day]");

// the picker reads Latin digits only; the page goes on showing those of its language
document.addEventListener("focusin", async ({ target }) => {
  if (!isDay(target)) return;
  if (latin(target.value) !== target.value) {
    target.value = latin(target.value);
    target.select(); // as it was when the field was entered by the keyboard: typing replaces the day
  }
  if (picker) return;
  await fetchPicker();
  if (document.activeElement === target) window.jalaliDatepicker.show(target);
}, { capture: true });

for (const left of ["focusout", "jdp:change"]) {
  document.addEventListener(left, ({ target }) => {
    if (isDay(target) && document.documentElement.lang === "fa") target.value = persian(target.value);
  });
}

// --- "/" goes to the search box, Escape closes a menu and gives the focus back to it ---

const isTyping = (element) => element instanceof HTMLElement && element.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    const boxes = [...document.querySelectorAll("[data-seek]")];
    const box = boxes.find((element) => element.offsetParent !== null);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  }
});

// --- filters change the address without a new page: what goes back to this page goes back to the new address ---

document.addEventListener("htmx:pushedIntoHistory", ({ detail }) => {
  for (const input of document.querySelectorAll('input[name="next"]')) {
    const address = new URL(detail.path, location.href);
    const dropped = "anotherDay" in input.dataset ? ["day", "known_at", "at", "from"] : [];
    for (const name of dropped) address.searchParams.delete(name);
    input.value = address.pathname + address.search;
  }
});

// --- one menu is open at a time, and a press beside it closes it ---

document.addEventListener("click", (event) => {
  const inPicker = event.target instanceof Element && event.target.closest("jdp-container, jdp-overlay");
  if (inPicker) return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// --- a region takes the keyboard's focus only while it has something to scroll ---

const watched = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

const watchRegions = (root) => root.querySelectorAll(".region").forEach((region) => watched.observe(region));

watchRegions(document);
document.addEventListener("htmx:afterSettle", (event) => watchRegions(event.target));

// --- a form that is on its way is not sent twice; long work says that it goes on ---

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  // after the browser has gathered the form, so that the button's own value is still sent
  setTimeout(() => {
    form.setAttribute("aria-busy", "true");
    if (button) {
      button.disabled = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }
  });
});

// a page that comes back from the browser's memory can be sent again
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[aria-busy] button[disabled]")) button.disabled = false;
});
