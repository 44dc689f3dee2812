/* Merge fields: one press puts a field where one writes, and a field nobody knows is told at once. */

const FIELD = /\{[^\S\n]*([^{}\n]{1,60}?)[^\S\n]*\}/gu;
const form = document.querySelector("[data-merging]");
const areas = [...form.querySelectorAll("[data-merge]")];
const codes = [...form.querySelectorAll("[data-field]")];
const told = form.querySelector("[data-merge-told]");
const known = new Set(codes.map((code) => code.dataset.field));
let last = areas[0];

function unknown() {
  const named = areas.flatMap((area) => [...area.value.matchAll(FIELD)].map((found) => found[1]));
  return [...new Set(named)].filter((name) => !known.has(name));
}

function look() {
  const wrong = unknown();
  const words = wrong.length
    ? `Champ${wrong.length > 1 ? "s inconnus" : " inconnu"}\u00a0: ${wrong.map((name) => `{${name}}`).join(", ")}`
    : "";
  if (told.textContent !== words) told.textContent = words;
}

function put(name) {
  const at = last.selectionStart ?? last.value.length;
  last.setRangeText(`{${name}}`, at, last.selectionEnd ?? at, "end");
  last.focus();
  look();
}

for (const code of codes) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn small";
  button.textContent = code.textContent;
  button.setAttribute("aria-label", `Insérer ${code.textContent}`);
  button.addEventListener("click", () => put(code.dataset.field));
  code.replaceWith(button);
}
for (const area of areas) {
  area.addEventListener("input", look);
  area.addEventListener("focus", () => { last = area; });
}
look();
