/* A colour while it is typed: shown at once on the components of the preview, then told in figures
 * by the server, which alone knows the rule. */

const COLOUR = /^#[0-9a-f]{6}$/i;
const PROPERTY = { light: "--coordination-accent", dark: "--coordination-accent-dark" };
const PAUSE = 200;
const form = document.querySelector("[data-look]");

for (const part of form.querySelectorAll("[data-accent]")) watch(part);

function watch(part) {
  const { accent: theme } = part.dataset;
  const input = part.querySelector("input");
  const swatch = picker(input);
  let asked;
  const typed = () => {
    show(theme, input.value.trim());
    if (COLOUR.test(input.value.trim())) swatch.value = input.value.trim();
    clearTimeout(asked);
    asked = setTimeout(() => tell(part, theme, input), PAUSE);
  };
  const put = (colour) => {
    input.value = colour;
    typed();
  };
  input.addEventListener("input", typed);
  swatch.addEventListener("input", () => put(swatch.value));
  part.addEventListener("click", (event) => {
    const colour = event.target.closest("[data-take]")?.dataset.take;
    if (!colour) return;
    put(colour);
    input.focus();
  });
  offer(part);
  show(theme, input.value.trim());
}

function picker(input) {
  const label = document.querySelector(`label[for="${input.id}"]`).textContent.trim();
  const swatch = Object.assign(document.createElement("input"), {
    type: "color", className: "swatch", value: COLOUR.test(input.value) ? input.value : "#808080",
  });
  swatch.setAttribute("aria-label", `Nuancier : ${label}`);
  const pair = Object.assign(document.createElement("div"), { className: "paired" });
  input.replaceWith(pair);
  pair.append(input, swatch);
  return swatch;
}

/* Each pane names its theme, and so reads the two properties anew. */
function show(theme, colour) {
  for (const pane of document.querySelectorAll(".pane")) {
    if (COLOUR.test(colour)) pane.style.setProperty(PROPERTY[theme], colour);
    else if (!colour) pane.style.setProperty(PROPERTY[theme], "initial");
  }
}

async function tell(part, theme, input) {
  const colour = input.value;
  const address = `${form.dataset.look}?${new URLSearchParams({ theme, colour })}`;
  try {
    const answer = await fetch(address);
    if (!answer.ok || input.value !== colour) return;
    part.querySelector(".told").innerHTML = await answer.text();
    offer(part);
  } catch {
    /* the line is down: the server says it again when the form is sent */
  }
}

function offer(part) {
  for (const button of part.querySelectorAll("[data-take]")) button.hidden = false;
}
