/* On every page: the theme, what is announced, what is confirmed, where the focus goes. */

/* The theme a person chose is a cookie, so that the server draws the page in it at once. */
function theme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const label = button.querySelector(".vh");
    const say = () => { label.textContent = dark() ? "Passer au thème clair" : "Passer au thème sombre"; };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
      say();
    });
    system.addEventListener("change", say);
    say();
  }
}

/* document.dispatchEvent(new CustomEvent("passeurs:announce", {detail: "Action ajoutée"})) */
function announce() {
  const region = document.createElement("p");
  region.className = "vh";
  region.setAttribute("role", "status");
  document.body.append(region);
  document.addEventListener("passeurs:announce", (event) => {
    region.textContent = "";
    requestAnimationFrame(() => { region.textContent = event.detail; });
  });
}

/* <button data-confirm="Retirer cette action ?" data-consequence="Elle est effacée."
 *   data-confirm-label="Retirer"> asks first, in a dialog that says the consequence. */
function confirmations() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ask(button.dataset))) return;
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  }, true);
}

function ask({ confirm: question, consequence, confirmLabel }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "question");
  const part = (tag, text, properties = {}) =>
    Object.assign(document.createElement(tag), { textContent: text, ...properties });
  const form = part("form", "", { method: "dialog", className: "row" });
  form.append(
    part("button", confirmLabel || "Confirmer", { className: "btn danger", value: "yes" }),
    part("button", "Revenir", { className: "btn quiet", value: "" }));
  dialog.append(part("h2", question, { id: "question" }));
  if (consequence) dialog.append(part("p", consequence));
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  }));
}

/* A menu folds when one leaves it. */
function menus() {
  const fold = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => fold(event.target));
  document.addEventListener("focusin", (event) => fold(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelector("details.menu[open] > summary")?.focus();
    fold(null);
  });
}

/* The link of an error, of a verdict: a folded part opens before the focus enters it. */
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
  if (target.matches("input, select, textarea")) target.focus();
}

/* Tabs too many for a phone: the one that is read is in sight. */
function showTab() {
  for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
    const row = tab.parentElement;
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }
}

theme();
announce();
showTab();
confirmations();
menus();
addEventListener("hashchange", openTarget);
openTarget();
document.querySelector("[data-focus]")?.focus();

/* What only some pages need is fetched by those pages. */
if (document.querySelector("form[data-autosave]")) import("./autosave.js");
if (document.querySelector("input[data-picker]")) import("./picker.js");
