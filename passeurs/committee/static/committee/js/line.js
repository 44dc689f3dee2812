/* The cut line is also dragged: dropped between two dossiers, it sends how many stand above it, as
 * its buttons do. The list may be one page of a longer one: `data-before` says how many stand above. */

const cut = document.querySelector("[data-cut]");
const form = document.getElementById("ligne");

if (cut && form) {
  const places = () => [...cut.parentElement.children].filter((one) => one !== cut);
  let from;

  const place = (y) => {
    const next = places().find((one) => {
      const box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (next) next.before(cut);
    else cut.parentElement.append(cut);
  };
  const above = () => [...cut.parentElement.children].indexOf(cut);

  const handle = cut.querySelector("[data-handle]");
  handle.hidden = false;
  handle.addEventListener("pointerdown", (event) => {
    from = above();
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => from !== undefined && place(event.clientY));
  handle.addEventListener("pointerup", () => {
    const moved = from !== undefined && above() !== from;
    from = undefined;
    if (!moved) return;
    form.elements.line.value = Number(cut.parentElement.dataset.before) + above();
    form.requestSubmit();
  });
  handle.addEventListener("pointercancel", () => {
    const rows = places();
    if (rows[from]) rows[from].before(cut);
    else cut.parentElement.append(cut);
    from = undefined;
  });
}
