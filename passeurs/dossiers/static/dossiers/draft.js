/* What is being written to the other side is kept on this device until the server has it.
 *
 * <form data-draft="…"> with `text` and a hidden `key`: the draft keeps both, so that a message
 * whose answer was lost is sent again under the same key, and kept once. A message of the page
 * that bears the draft's key is the proof that it arrived. */

const form = document.querySelector("form[data-draft]");
const place = form && `brouillon:${document.body.dataset.person}:${form.dataset.draft}`;

function read() {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value) localStorage.setItem(place, JSON.stringify(value));
    else localStorage.removeItem(place);
    return true;
  } catch {
    return false; // a full or closed storage: the text stays in the page
  }
}

function restore({ text, key }) {
  const draft = read();
  if (!draft) return;
  const arrived = document.querySelector(`[data-key="${CSS.escape(draft.key)}"]`);
  if (arrived) keep(null);
  else if (draft.key !== key.value) {
    text.value = together(draft.text, text.value);
    key.value = draft.key;
    say("Votre brouillon est repris.");
  }
}

/* What the page already holds (a reply template) comes after the draft, never in its place. */
function together(draft, words) {
  return !words || draft.includes(words) ? draft : `${draft.trimEnd()}\n\n${words}`;
}

function say(words) {
  form.querySelector("[data-draft-state]").textContent = words;
}

if (form) {
  const { text, key } = form.elements;
  restore({ text, key });
  text.addEventListener("input", () => {
    const kept = keep(text.value ? { text: text.value, key: key.value } : null);
    say(text.value && kept ? "Brouillon gardé sur cet appareil." : "");
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}
