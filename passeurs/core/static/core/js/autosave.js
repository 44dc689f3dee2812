/* Every field saves itself.
 *
 * <form method="post" action="…" data-autosave="dossier/section"> with a hidden `_version`.
 * Sent: the fields that changed, `_version`, `_base-<name>` (what the server had), and
 * `_empty-<name>` for a group left empty. Answer: {version, saved_at, errors, conflicts, row_meta}.
 * A field never counts as saved before the server has said so. */

import { clearErrors, refreshPanels, show, showConflict, showErrors } from "./autosave-view.js";

const PAUSE = 700;
const LONGEST_WAIT = 60000;
const SAID = {
  sending: "Enregistrement en cours",
  off: "Hors ligne\u00a0: gardé sur cet appareil, partira au retour du réseau",
  busy: "Le service ne répond pas\u00a0: gardé sur cet appareil, nouvel essai bientôt",
  out: "Vous n’êtes plus connecté\u00a0: votre texte est gardé ici.",
  conflict: "Un champ a deux versions\u00a0: choisissez celle que vous gardez",
  gone: "Cette partie du dossier n’est plus là\u00a0: quelqu’un l’a retirée. Votre texte reste affiché.",
  lost: "Ce navigateur ne peut rien garder\u00a0: ne fermez pas cette page",
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* What is written but not yet received is kept on this device, apart for each person, as
 * {value: [..], base: [..], at: ms}: what was typed, what the server had then. */

const owner = document.body.dataset.person || "-";

const keyOf = (scope, name) => `passeurs:${owner}:${scope}:${name}`;

/* Keep a value; false when the browser cannot (storage full, private, refused). */
function keep(scope, name, entry) {
  try {
    localStorage.setItem(keyOf(scope, name), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

function kept(scope, name) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(scope, name)));
  } catch {
    return null;
  }
}

function forget(scope, name) {
  try {
    localStorage.removeItem(keyOf(scope, name));
  } catch {
    /* nothing was kept */
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = new URL(form.getAttribute("action") || "", location.href);
    this.scope = form.dataset.autosave || this.url.pathname;
    this.base = this.drawn();
    this.dirty = new Set();
    this.conflicts = new Set();
    this.unkept = false;
    this.out = false;
    this.failures = 0;
    form.noValidate = true;
    form.autocomplete = "off"; // unsent words come back from this device, not from the browser's memory
    form.addEventListener("input", (event) => this.note(event.target, PAUSE));
    form.addEventListener("change", (event) => this.note(event.target, 0));
    // Signed out, leaving the field is often a click on « Se connecter »: the link must stay put.
    form.addEventListener("focusout", () => this.dirty.size && !this.out && this.flush());
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("formdata", (event) => this.leaving && this.sign(event.formData));
    this.restore();
  }

  names() {
    const skip = new Set(["file", "submit", "button", "reset", "image"]);
    const named = [...this.form.elements].filter((control) => control.name && !skip.has(control.type)
      && !control.name.startsWith("_") && control.name !== "csrfmiddlewaretoken");
    return [...new Set(named.map((control) => control.name))];
  }

  /* What the server drew, even where somebody wrote before this script was there. */
  drawn() {
    const twin = this.form.cloneNode(true);
    twin.reset();
    const data = new FormData(twin);
    return new Map(this.names().map((name) => [name, data.getAll(name)]));
  }

  controls(name) {
    return [...this.form.elements].filter((control) => control.name === name);
  }

  value(name) {
    return new FormData(this.form).getAll(name);
  }

  put(name, values) {
    for (const control of this.controls(name)) {
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else if (control.multiple) for (const one of control.options) one.selected = values.includes(one.value);
      else control.value = values[0] ?? "";
    }
  }

  /* Written: kept on the device at once, sent after a pause. */

  note(control, pause) {
    const name = control.name;
    if (!this.names().includes(name)) return;
    if (!this.base.has(name)) this.base.set(name, []);
    if (same(this.value(name), this.base.get(name)) && !this.dirty.has(name)) return;
    this.dirty.add(name);
    this.unkept = !keep(this.scope, name, this.entry(name));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  entry(name) {
    return { value: this.value(name), base: this.base.get(name), at: Date.now() };
  }

  /* Written before this script was there: sent as if just written. Left unsent by an earlier
   * visit: put back, or shown beside what has changed since. */

  restore() {
    for (const name of this.names()) {
      const current = this.value(name);
      if (!same(current, this.base.get(name))) {
        this.note(this.controls(name)[0], PAUSE);
        continue;
      }
      const entry = kept(this.scope, name);
      if (!entry) continue;
      if (same(entry.value, current)) forget(this.scope, name);
      else if (same(entry.base, current)) {
        this.put(name, entry.value);
        this.dirty.add(name);
      } else this.conflict(name, { theirs: current, mine: entry.value });
    }
    if (this.dirty.size) this.flush();
  }

  /* Sent, one request at a time. */

  async flush({ leaving = false } = {}) {
    clearTimeout(this.timer);
    const names = [...this.dirty].filter((name) => !this.conflicts.has(name));
    if (this.flying || !names.length || this.stopped) return this.flying;
    if (!this.out) show(this.form, "sending", SAID.sending); // else « Se connecter » stays under the pointer
    this.flying = this.send(names, leaving).finally(() => { this.flying = null; });
    await this.flying;
    if (this.again()) this.flush();
    return undefined;
  }

  again() {
    return !this.failures && !this.stopped
      && [...this.dirty].some((name) => !this.conflicts.has(name));
  }

  async send(names, keepalive) {
    const sent = new Map(names.map((name) => [name, this.value(name)]));
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST", body: this.body(sent), redirect: "manual", keepalive,
        headers: { "X-Autosave": "1", Accept: "application/json" },
      });
    } catch {
      return this.retry("off");
    }
    return this.receive(answer, sent);
  }

  body(sent) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "_version"]) {
      const control = this.form.elements[name];
      if (control) body.append(name, control.value);
    }
    for (const [name, values] of sent) {
      for (const value of values) body.append(name, value);
      this.signOne(body, name);
      if (!values.length) body.append(`_empty-${name}`, "1");
    }
    return body;
  }

  /* Answered. */

  async receive(answer, sent) {
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
      return this.retry("out");
    }
    if (answer.status >= 500 || answer.status === 429) return this.retry("busy");
    const data = await answer.json().catch(() => ({}));
    if (answer.status === 404) return this.stop(SAID.gone);
    if (![200, 400, 409].includes(answer.status)) return this.stop(data.message);
    this.failures = 0;
    this.out = false;
    return this.settle(data, sent, answer.status === 200);
  }

  settle(data, sent, saved) {
    const { errors = {}, conflicts = {} } = data;
    for (const [name, values] of sent) {
      if (conflicts[name]) this.conflict(name, conflicts[name]);
      else if (errors[name] || !saved) this.refuse(name, values, errors[name]);
      else this.received(name, values);
    }
    this.adopt(data);
    this.tell(data, Object.keys(errors).length);
    if (!saved) return;
    document.dispatchEvent(new CustomEvent("passeurs:saved", { detail: { form: this.form, data } }));
    refreshPanels();
  }

  received(name, values) {
    this.base.set(name, values);
    clearErrors(this.controls(name)[0]);
    if (!same(values, this.value(name))) return;
    this.dirty.delete(name);
    forget(this.scope, name);
  }

  /* A value the server refuses stays on screen and on the device, and waits to be changed. */
  refuse(name, values, messages) {
    if (messages) showErrors(this.controls(name)[0], messages);
    if (same(values, this.value(name))) this.dirty.delete(name);
  }

  adopt({ version, row_meta: rows = {} }) {
    if (version !== undefined) {
      for (const form of document.forms) {
        const control = form.elements._version;
        if (control && form.getAttribute("action") === this.form.getAttribute("action")) control.value = version;
      }
    }
    for (const [id, html] of Object.entries(rows)) {
      const place = document.getElementById(id);
      if (place) this.redraw(place, html);
    }
  }

  /* A part redrawn by the server: what is being written in it stays, and so does the focus. A list
   * or a box that only holds the focus is not being written: it takes what the server says. */
  redraw(place, html) {
    const written = new Map([...this.dirty].map((name) => [name, this.value(name)]));
    const active = place.contains(document.activeElement) ? document.activeElement : null;
    const text = active?.matches("textarea, input:not([type=checkbox], [type=radio])") && active.value;
    const caret = [active?.selectionStart, active?.selectionEnd];
    place.innerHTML = html;
    for (const control of place.querySelectorAll("[name]")) {
      if (this.base.has(control.name) && !this.dirty.has(control.name)) this.base.set(control.name, this.value(control.name));
    }
    for (const [name, values] of written) this.put(name, values);
    const twin = active?.id && document.getElementById(active.id);
    if (!twin) return;
    if (typeof text === "string") twin.value = text;
    twin.focus();
    if (typeof caret[0] === "number") twin.setSelectionRange(...caret);
  }

  tell({ saved_at: at }, refused) {
    if (this.conflicts.size) return show(this.form, "conflict", SAID.conflict);
    const when = at ? `Enregistré à ${at}` : "";
    if (refused) {
      const rest = refused > 1 ? `${refused} champs à reprendre` : "un champ à reprendre";
      return show(this.form, "refused", when ? `${when}, ${rest}` : `Il reste ${rest}`);
    }
    return show(this.form, "ok", when || "Enregistré");
  }

  retry(state) {
    this.failures += 1;
    this.out = state === "out";
    show(this.form, state === "busy" ? "off" : state, this.unkept ? SAID.lost : SAID[state]);
    const wait = Math.min(1000 * 2 ** this.failures, LONGEST_WAIT);
    if (state !== "out") this.timer = setTimeout(() => this.flush(), wait);
  }

  /* Closed, withdrawn or gone: what was written stays on the device and on the screen. */
  stop(message) {
    this.stopped = true;
    show(this.form, "stopped", message || "Ce dossier n’accepte plus de changement.");
  }

  conflict(name, { theirs, by, mine }) {
    const [first] = this.controls(name);
    const other = [theirs ?? []].flat();
    const own = [mine ?? this.value(name)].flat();
    this.conflicts.add(name);
    show(this.form, "conflict", SAID.conflict);
    const words = (values) => values.map((value) => this.label(name, value)).join(", ");
    showConflict(first, { theirs: words(other), by, mine: words(own) }, (mineWins) => {
      this.conflicts.delete(name);
      this.base.set(name, other);
      this.put(name, mineWins ? own : other);
      if (mineWins) { this.dirty.add(name); this.flush(); return; }
      this.dirty.delete(name);
      forget(this.scope, name);
      this.tell({}, 0);
    });
  }

  isFocused(name) {
    return this.controls(name).includes(document.activeElement);
  }

  /* Another person's words, shown where nothing is being written; false when they were not. */
  take(name, values) {
    const base = this.base.get(name);
    if (!base || this.dirty.has(name) || this.conflicts.has(name) || same(values, base)) return false;
    this.put(name, values);
    if (!same(this.value(name), values)) {
      this.put(name, base);
      return false;
    }
    this.base.set(name, values);
    clearErrors(this.controls(name)[0]);
    return true;
  }

  label(name, value) {
    const control = this.controls(name).find((one) => one.value === value);
    if (control?.type === "radio" || control?.type === "checkbox") {
      return control.closest("label")?.textContent.trim() || value;
    }
    const options = this.controls(name)[0].options;
    return [...(options || [])].find((one) => one.value === value)?.text || value;
  }

  /* A button pressed while something is on its way waits for the answer; the whole form then goes
   * with what the server had, so that a field left alone never undoes another person's. */
  async submit(event) {
    if (!this.flying && !this.dirty.size) {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    await this.flying;
    if (this.dirty.size) await this.flush();
    if (!this.dirty.size) this.form.requestSubmit(event.submitter);
  }

  sign(data) {
    this.leaving = false;
    for (const name of this.base.keys()) this.signOne(data, name);
  }

  /* What the page had of a field; one "" where it had nothing. */
  signOne(data, name) {
    const base = this.base.get(name);
    data.delete(`_base-${name}`);
    for (const value of base.length ? base : [""]) data.append(`_base-${name}`, value);
  }
}

export const saves = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
const flushAll = (options) => saves.forEach((save) => save.flush(options));

addEventListener("online", () => flushAll());
addEventListener("pagehide", () => flushAll({ leaving: true }));
document.addEventListener("visibilitychange", () => document.hidden && flushAll({ leaving: true }));
addEventListener("beforeunload", (event) => {
  if (saves.some((save) => save.dirty.size && save.unkept)) event.preventDefault();
});
