/* The map of a place, without reloading the page: moves and clicks are read from the same answers.
 *
 * Arrows move the map that has the focus, + and - change its zoom, Enter places at its middle.
 * Everything here is a link or a button that works without this module. */

const KEYS = { ArrowUp: "Nord", ArrowDown: "Sud", ArrowLeft: "Ouest", ArrowRight: "Est", "+": "+", "-": "-" };
const place = () => document.querySelector("[data-place]");

/* Read a page and put its part of the place here; anything unusual is left to the browser. */
async function show(url, options) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-place]");
  if (!fresh) return location.assign(url);
  const onMap = document.activeElement?.type === "image";
  const moved = document.activeElement?.dataset?.move;
  place().replaceWith(fresh);
  if (onMap) board()?.focus();
  else if (moved) fresh.querySelector(`[data-move="${CSS.escape(moved)}"]`)?.focus();
  const told = fresh.querySelector(options?.method ? "[role=status]" : "svg[role=img]");
  const words = told?.getAttribute("aria-label") || told?.textContent.trim() || "";
  document.dispatchEvent(new CustomEvent("passeurs:announce", { detail: words }));
  return undefined;
}

const board = () => [...document.querySelectorAll(".board input")].find((one) => one.offsetWidth);

function follow(link) {
  show(link.href).catch(() => location.assign(link.href));
}

function send(form, extra) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.append(name, value);
  show(form.action, { method: "POST", body }).catch(() => form.submit());
}

/* The click in the pixels of the map as the server drew it, whatever its size on the screen. */
function pixels(event) {
  const box = event.target.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * 640);
  const y = Math.round(((event.clientY - box.top) / box.height) * 480);
  return { "grande.x": x, "grande.y": y };
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("[data-place] [data-move]");
  if (link) {
    event.preventDefault();
    follow(link);
  } else if (event.target.matches?.(".board input")) {
    event.preventDefault();
    send(event.target.form, event.detail ? pixels(event) : { centre: "1" });
  }
});

document.addEventListener("keydown", (event) => {
  const name = KEYS[event.key];
  if (!name || !event.target.matches?.(".board input")) return;
  const link = place().querySelector(`[data-move="${CSS.escape(name)}"]`);
  if (!link) return;
  event.preventDefault();
  follow(link);
});
