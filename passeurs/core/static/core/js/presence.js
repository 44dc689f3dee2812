/* Who else is here, and what they write, while one writes.
 *
 * <div data-presence="address" data-section data-version data-every> says where to ask. Every
 * beat tells where one is; the answer tells who else is, and which fields others changed since.
 * Their words are then read from the page as the server draws it now, and shown in the fields that
 * nobody touches here; in the others both texts meet at the next save. */

import { element, icon, refreshPanels } from "./autosave-view.js";
import { saves } from "./autosave.js";

const IDLE = 30 * 60 * 1000;
const SOON = 1500;
const here = document.querySelector("[data-presence]");
const place = { row: "", field: "" };
const later = new Map();
let seen = here?.dataset.version || "";
let active = Date.now();
let timer;
let asking = false;
let over = false;

const announce = (detail) => document.dispatchEvent(new CustomEvent("passeurs:announce", { detail }));
const saveAt = (path) => saves.find((save) => save.url.pathname === path);

/* A beat: where one is, then what the others did. */

function body(more = {}) {
  const data = new FormData(here.querySelector("form"));
  const all = { section: here.dataset.section, version: seen, ...place, ...more };
  for (const [name, value] of Object.entries(all)) data.append(name, value);
  return data;
}

async function beat() {
  clearTimeout(timer);
  if (asking || over || document.hidden || Date.now() - active > IDLE) return;
  asking = true;
  try {
    const answer = await fetch(here.dataset.presence, { method: "POST", body: body(), redirect: "manual" });
    if (answer.ok) await receive(await answer.json());
    else if (answer.status < 500 && answer.status !== 429) over = true;
  } catch {
    show([]);
  } finally {
    asking = false;
    plan(here.dataset.every * 1000);
  }
}

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(beat, wait);
}

async function receive({ people = [], version, changes = [], news = [] }) {
  show(people);
  if (news.length) tell(news);
  if (changes.length && !(await merge(changes))) return;
  if (version !== null && version !== undefined) seen = String(version);
}

/* Who is here: the list in the head, and a mark on the field each one writes. */

function show(people) {
  const list = here.querySelector("ul");
  const rows = people.map(({ name, initials, where }) => element("li", {},
    element("span", { className: "face here", textContent: initials, ariaHidden: "true" }),
    element("span", {}, element("strong", { textContent: name }), ` ${where}`)));
  if (list.textContent !== rows.map((row) => row.textContent).join("")) list.replaceChildren(...rows);
  const marks = new Map();
  for (const { name, form, field } of people) {
    const [control] = (field && saveAt(form)?.controls(field)) || [];
    if (control) marks.set(fieldOf(control), `${name} écrit ici`);
  }
  for (const old of document.querySelectorAll(".writes-here")) {
    if (marks.get(old.parentElement) === old.textContent) marks.delete(old.parentElement);
    else old.remove();
  }
  for (const [field, text] of marks) field.append(note("writes-here", "pen", text));
}

const fieldOf = (control) => control.closest(".field") || control.parentElement;

function note(name, sign, text) {
  return element("p", { className: `msg ${name}` }, icon(sign), element("span", { textContent: text }));
}

/* What the others wrote: taken where nobody writes, marked, and announced once. */

async function merge(changes) {
  let fresh;
  try {
    const answer = await fetch(location.pathname + location.search, { redirect: "error" });
    if (!answer.ok) return false;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return false;
  }
  const forms = new Map([...fresh.querySelectorAll("form[data-autosave]")].map((form) =>
    [new URL(form.getAttribute("action") || "", location.href).pathname, form]));
  const told = changes.filter((change) => taken(change, forms.get(change.form)));
  if (told.length) {
    announce(`Modifié par ${told[0].by}\u00a0: ${told.map((change) => change.label).join(", ")}`);
    refreshPanels();
  }
  return true;
}

function taken(change, fresh) {
  const save = saveAt(change.form);
  if (!save || !fresh) return false;
  const values = new FormData(fresh).getAll(change.field);
  if (save.isFocused(change.field)) {
    later.set(`${change.form} ${change.field}`, { save, change, values });
    return false;
  }
  return put(save, change, values);
}

function put(save, change, values) {
  if (!save.take(change.field, values)) return false;
  const field = fieldOf(save.controls(change.field)[0]);
  field.querySelector(".changed-by")?.remove();
  field.append(note("changed-by", "sync", `Modifié par ${change.by} à ${change.at}`));
  return true;
}

/* A field left without having been written in takes what arrived meanwhile. */
function release(event) {
  for (const [key, { save, change, values }] of later) {
    if (save.controls(change.field).includes(event.target)) {
      later.delete(key);
      put(save, change, values);
    }
  }
}

/* Rows and files that came or went: told, with the way to see them; what is written is kept. */

function tell(news) {
  const area = document.querySelector(".news") || element("div", { className: "banner news", role: "status" },
    icon("users"), element("div", {}));
  area.dataset.tone = "todo";
  const words = new Set([...area.querySelectorAll("p.is-news")].map((one) => one.textContent));
  const fresh = news.filter((line) => !words.has(line));
  if (!fresh.length) return;
  area.lastElementChild.querySelector(".again")?.remove();
  area.lastElementChild.append(
    ...fresh.map((line) => element("p", { className: "is-news", textContent: line })),
    element("p", { className: "again" },
      element("a", { href: location.pathname + location.search, textContent: "Afficher la page à jour" })));
  if (!area.isConnected) document.getElementById("section").before(area);
}

/* Where one is: the field under the focus. */

function move({ target }) {
  const save = saves.find((one) => one.form === target.form);
  const row = save?.form.closest(".action[id], li[id]")?.id || "";
  const field = save?.names().includes(target.name) ? target.name : "";
  if (row === place.row && field === place.field) return;
  Object.assign(place, { row, field });
  plan(SOON);
}

function wake() {
  const slept = Date.now() - active > IDLE;
  active = Date.now();
  if (slept) beat();
}

if (here) {
  document.addEventListener("focusin", move);
  document.addEventListener("focusout", release);
  for (const sign of ["input", "keydown", "pointerdown"]) document.addEventListener(sign, wake, { passive: true });
  document.addEventListener("passeurs:saved", () => plan(SOON));
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : beat()));
  addEventListener("online", beat);
  addEventListener("pagehide", () => navigator.sendBeacon(here.dataset.presence, body({ left: "1" })));
  addEventListener("pageshow", beat);
}
