/* Several dossiers at once: tick the page in one gesture, and say how many are chosen. */

const all = document.querySelector("#tout");
const whole = document.querySelector("#tous");
const boxes = [...document.querySelectorAll("input[name=ids]")];
const told = document.querySelector("[data-chosen]");
const before = told.textContent;

function count() {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  told.textContent = chosen && !whole.checked
    ? `${chosen} dossier${chosen > 1 ? "s" : ""} choisi${chosen > 1 ? "s" : ""}`
    : before;
}

if (boxes.length) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of [...boxes, whole]) box.addEventListener("change", count);
  count();
}
