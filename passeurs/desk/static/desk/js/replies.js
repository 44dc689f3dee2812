/* A reply template goes into the text at once: after what is typed, never in its place, and it can
 * be taken out again as long as nothing else was typed. Without this script its button asks the
 * server for the same. */

for (const part of document.querySelectorAll("[data-replies]")) {
  const area = document.getElementById(part.dataset.replies);
  const told = part.querySelector("[data-reply-told]");
  const undo = Object.assign(document.createElement("button"), {
    type: "button", className: "btn quiet small", textContent: "Retirer ce texte", hidden: true,
  });
  let before = "";
  told.after(undo);

  for (const button of part.querySelectorAll("button[name=inserer]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      insert(button.dataset.text, button.dataset.title, button.value);
      button.closest("details.more").open = false;
    });
  }
  undo.addEventListener("click", () => {
    write(before);
    part.querySelector("input[name=modele]:last-of-type").remove();
    say("Le texte du modèle est retiré.");
  });
  area.addEventListener("input", () => { undo.hidden = true; });

  function insert(text, title, key) {
    const typed = area.value.trimEnd();
    before = area.value;
    write(typed ? `${typed}\n\n${text}` : text);
    part.append(Object.assign(document.createElement("input"), { type: "hidden", name: "modele", value: key }));
    undo.hidden = false;
    const where = typed ? " à la suite de ce que vous aviez écrit" : "";
    say(`Modèle «\u00a0${title}\u00a0» inséré${where}. Relisez avant d’envoyer.`);
  }

  function write(text) {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    area.setSelectionRange(text.length, text.length);
  }

  function say(words) {
    told.textContent = words;
  }
}
