/* The sitting on every screen: a small question each second; what changed is read again.
 * A part in which somebody is writing stays, and says that the sitting moved on. */

const PAUSE = 1000;
const screen = document.querySelector("[data-follows]");
let signal = screen.dataset.signal;

const isTouched = (field) =>
  field.type === "radio" || field.type === "checkbox"
    ? field.checked !== field.defaultChecked
    : field.type !== "hidden" && field.value !== field.defaultValue;

const isWritten = (part) =>
  part.contains(document.activeElement?.closest("textarea, input")) ||
  [...part.querySelectorAll("textarea, input")].some(isTouched);

function renew(mine, fresh) {
  if (!fresh) return;
  if (isWritten(mine)) {
    mine.querySelector("[data-moved]")?.removeAttribute("hidden");
  } else {
    mine.replaceWith(fresh);
  }
}

async function read(next) {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) renew(part, page.getElementById(part.id));
  const said = document.getElementById("suivi");
  const told = page.getElementById("suivi");
  if (said && told && said.textContent !== told.textContent) said.textContent = told.textContent;
  signal = page.querySelector("[data-follows]")?.dataset.signal ?? next;
}

async function look() {
  try {
    const headers = { "If-None-Match": `"${signal}"` };
    const answer = await fetch(screen.dataset.follows, { headers, cache: "no-store" });
    if (answer.status === 200) await read(await answer.text());
    else if (answer.status === 404 || answer.status === 403) return location.reload();
  } catch {
    /* the line is down: look again later */
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
