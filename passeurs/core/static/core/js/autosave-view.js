/* What autosave shows: the state of a form and of the page, a field's error, a conflict. */

const RANK = ["ok", "sending", "off", "refused", "out", "conflict", "stopped"];
const ICONS = { ok: "check", sending: "sync", off: "offline", refused: "warn", out: "lock",
  conflict: "users", stopped: "warn" };
const states = new Map();

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ico");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.icons}#i-${name}`);
  svg.append(use);
  return svg;
}

export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/* The state: one element in the form, one for the page that tells the worst of its forms. */

export function stateOf(form) {
  const own = form.querySelector("[data-saved]") || element("p", { className: "saved all" });
  if (!own.isConnected) form.append(own);
  own.dataset.saved = "form";
  if (!document.querySelector('[data-saved="page"]')) own.setAttribute("role", "status");
  return own;
}

export function show(form, state, text) {
  states.set(form, { state, text });
  paint(stateOf(form), state, text);
  const worst = [...states.values()].reduce((a, b) =>
    RANK.indexOf(b.state) > RANK.indexOf(a.state) ? b : a);
  const page = document.querySelector('[data-saved="page"]');
  if (page) paint(page, worst.state, worst.text);
}

function paint(place, state, text) {
  if (place.dataset.state === state && place.textContent === text) return;
  place.dataset.state = state;
  place.replaceChildren(icon(ICONS[state]), element("span", { textContent: text }));
  if (state === "out") place.append(signIn());
}

function signIn() {
  const back = encodeURIComponent(location.pathname + location.search);
  const href = `${document.body.dataset.login}?next=${back}`;
  return element("a", { href, textContent: "Se connecter et revenir ici" });
}

/* A field's errors, drawn as the server draws them. */

const fieldOf = (control) => control.closest(".field") || control.parentElement;

export function showErrors(control, messages) {
  clearErrors(control);
  const id = `${control.form.elements[control.name].id || control.id || control.name}-erreur`;
  const text = element("span", { textContent: messages.join(" ") });
  fieldOf(control).append(element("div", { className: "msg msg-no", id }, icon("warn"), text));
  control.setAttribute("aria-invalid", "true");
  describe(control, id, true);
}

export function clearErrors(control) {
  const field = fieldOf(control);
  for (const old of field.querySelectorAll(".msg-no")) {
    describe(control, old.id, false);
    old.remove();
  }
  control.removeAttribute("aria-invalid");
}

function describe(control, id, wanted) {
  const ids = new Set((control.getAttribute("aria-describedby") || "").split(" "));
  if (wanted) ids.add(id); else ids.delete(id);
  const text = [...ids].filter(Boolean).join(" ");
  if (text) control.setAttribute("aria-describedby", text);
  else control.removeAttribute("aria-describedby");
}

/* Two texts for one field: both are shown, neither is lost until a person chooses. */

export function showConflict(control, { theirs, by, mine }, choose) {
  clearConflict(control);
  const who = by ? `${by} a changé ce texte pendant que vous écriviez.`
    : "Ce texte a changé pendant que vous écriviez.";
  const pick = (mineWins, label) => {
    const button = element("button", { type: "button", className: "btn small", textContent: label });
    button.addEventListener("click", () => { clearConflict(control); choose(mineWins); control.focus(); });
    return button;
  };
  const versions = element("dl", { className: "versions" },
    element("dt", { textContent: "La vôtre" }), element("dd", { textContent: mine || "(vide)" }),
    element("dt", { textContent: by ? `Celle de ${by}` : "L’autre" }),
    element("dd", { textContent: theirs || "(vide)" }));
  const body = element("div", { className: "flow" },
    element("p", {}, element("strong", { textContent: who }), " Les deux versions sont gardées."),
    versions,
    element("p", { className: "row" }, pick(true, "Garder la mienne"), pick(false, "Prendre l’autre")));
  const banner = element("div", { className: "banner", role: "alert" }, icon("users"), body);
  banner.dataset.tone = "wait";
  banner.dataset.conflict = control.name;
  fieldOf(control).append(banner);
}

export function clearConflict(control) {
  for (const old of fieldOf(control).querySelectorAll("[data-conflict]")) old.remove();
}

/* Fragments that a save makes stale: the rules, the steps, the totals. */

let asked;

export function refreshPanels() {
  clearTimeout(asked);
  asked = setTimeout(() => document.querySelectorAll("[data-panel-url]").forEach(refresh), 150);
}

async function refresh(panel) {
  try {
    const answer = await fetch(panel.dataset.panelUrl,
      { headers: { "X-Fragment": "1" }, redirect: "error" });
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = (await answer.text()).trim();
    for (const fresh of [...holder.content.children]) {
      const old = fresh.id ? document.getElementById(fresh.id) : panel;
      if (old) swap(old, fresh);
    }
  } catch {
    /* the panel stays as it was; the next save asks again */
  }
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  old.querySelectorAll("details").forEach((part, i) => {
    const twin = fresh.querySelectorAll("details")[i];
    if (twin) twin.open = part.open;
  });
  const top = old.scrollTop;
  old.replaceWith(fresh);
  fresh.scrollTop = top;
  if (focused) fresh.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}
