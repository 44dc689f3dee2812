/* « Copier » beside each answer of the ministry's form; without the script, the text is selected by hand. */

const told = document.querySelector("[data-copy-told]");

async function copy(button) {
  const text = document.querySelector(`[data-copied="${button.dataset.copy}"]`).innerText;
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = "Copié.";
    button.dataset.done = "1";
  } catch {
    told.textContent = "Ce navigateur ne laisse pas copier\u00a0: sélectionnez le texte.";
  }
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
