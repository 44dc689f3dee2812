/* A file let fall on its slot, how much of it is sent, and the one that was cut gone on with.
 *
 * <form data-drop="address that announces"> works by itself, whole; here the file goes by parts
 * (documents/sending.js). An answer that is not expected is left to the form's own way. */

import { clearErrors, showErrors } from "../core/js/autosave-view.js";
import { Elsewhere, Refusal, Sending, Stopped } from "../documents/sending.js";

const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
const weight = (bytes) => {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1000))}\u00a0ko`;
  return `${(bytes / 1e6).toFixed(1).replace(/\.0$/, "").replace(".", ",")}\u00a0Mo`;
};
const share = ({ received, size }) => (received >= size ? 100 : Math.min(99, Math.floor((received * 100) / size)));

class Drop {
  constructor(form) {
    this.form = form;
    this.input = form.elements.file;
    this.zone = form.querySelector(".drop");
    this.slot = form.closest(".slot");
    form.querySelector(".if-drop").hidden = false;
    this.zone.addEventListener("dragover", (event) => this.over(event));
    this.zone.addEventListener("dragleave", () => this.zone.classList.remove("is-over"));
    this.zone.addEventListener("drop", (event) => this.dropped(event));
    form.addEventListener("submit", (event) => this.submit(event));
    this.slot.querySelectorAll("[data-resume]").forEach((row) => this.offer(row));
  }

  over(event) {
    if (!carries(event)) return;
    event.preventDefault();
    this.zone.classList.add("is-over");
  }

  dropped(event) {
    if (!carries(event)) return;
    event.preventDefault();
    this.zone.classList.remove("is-over");
    this.input.files = event.dataTransfer.files;
    this.form.requestSubmit();
  }

  /* A page that is opened again no longer holds the file: it is to be chosen again, and the same. */
  offer(row) {
    const button = row.querySelector("[data-choose]");
    const chooser = Object.assign(document.createElement("input"), { type: "file", hidden: true });
    chooser.accept = this.input.accept;
    button.hidden = false;
    button.after(chooser);
    button.addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => this.goOn(row, chooser, button));
  }

  goOn(row, chooser, button) {
    const [file] = chooser.files;
    if (!file) return;
    const said = row.querySelector("[role=alert]");
    said.hidden = file.size === Number(row.dataset.size);
    if (!said.hidden) {
      said.textContent = `« ${file.name} » n’est pas le fichier commencé. Choisissez-le, ou abandonnez cet envoi.`.replaceAll("« ", "«\u00a0").replaceAll(" »", "\u00a0»");
      button.focus();
      return;
    }
    row.hidden = true;
    this.form.closest("details")?.setAttribute("open", "");
    this.send(file);
  }

  submit(event) {
    if (!this.input.files.length) return;
    event.preventDefault();
    if (!this.sending) this.send(this.input.files[0]);
  }

  async send(file) {
    clearErrors(this.input);
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const fields = () => {
      const data = new FormData(this.form);
      data.delete("file");
      return data;
    };
    const view = new View(file, this.zone);
    this.form.classList.add("is-sending");
    this.sending = new Sending(file, { token, fields, announce: this.form.dataset.drop, tell: (at) => view.tell(at) });
    view.onStop = () => this.sending.stop();
    view.onRetry = () => this.sending.retry();
    try {
      this.reload(await this.sending.run());
    } catch (error) {
      this.ended(error, view);
    }
  }

  ended(error, view) {
    this.sending = null;
    this.form.classList.remove("is-sending");
    if (error instanceof Elsewhere && this.input.files.length) {
      this.form.submit();
      return;
    }
    view.remove();
    if (!(error instanceof Stopped)) {
      showErrors(this.input, error instanceof Refusal ? error.reasons : ["L’envoi n’a pas abouti. Rechargez la page, puis réessayez."]);
    }
    this.input.focus();
  }

  /* The page is asked again: its slots, its rules and what it says are the server's. */
  reload(url) {
    removeEventListener("beforeunload", stay);
    history.replaceState(null, "", url);
    location.reload();
  }
}

/* How much is sent: a bar, the words of it, and two buttons. */
class View {
  constructor(file, zone) {
    this.name = file.name;
    this.place = document.createElement("div");
    this.place.className = "sent";
    this.words = Object.assign(document.createElement("p"), { className: "sent-words" });
    this.words.setAttribute("role", "status");
    this.bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    this.bar.setAttribute("aria-label", `Envoi de ${file.name}`);
    this.again = this.button("Reprendre maintenant", () => this.onRetry());
    this.again.hidden = true;
    this.end = this.button("Arrêter l’envoi", () => this.onStop());
    const acts = Object.assign(document.createElement("p"), { className: "row" });
    acts.append(this.again, this.end);
    this.place.append(this.words, this.bar, acts);
    zone.append(this.place);
    addEventListener("beforeunload", stay);
    this.tell({ state: "sending", received: 0, size: file.size });
    this.end.focus();
  }

  button(text, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: "btn quiet small" });
    made.addEventListener("click", act);
    return made;
  }

  tell(at) {
    const percent = share(at);
    this.bar.value = percent;
    this.again.hidden = at.state !== "waiting";
    this.end.hidden = at.state === "checking";
    this.place.dataset.state = at.state;
    const text = this.sentence(at, percent);
    // Said aloud at each tenth, not at each part.
    if (at.state === "sending" && at.state === this.state && Math.floor(percent / 10) === this.tenth) return;
    this.state = at.state;
    this.tenth = Math.floor(percent / 10);
    this.words.textContent = text;
  }

  sentence({ state, why, received, size }, percent) {
    if (state === "checking") return `${this.name} est arrivé : vérification…`.replace(" :", "\u00a0:");
    if (state === "waiting") {
      const held = percent ? ` Les ${percent}\u202f% reçus sont gardés.` : "";
      return `${why || "La connexion est coupée\u00a0: l’envoi reprendra de lui-même."}${held}`;
    }
    return `Envoi de ${this.name}\u00a0: ${percent}\u202f%, ${weight(received)} sur ${weight(size)}.`;
  }

  remove() {
    removeEventListener("beforeunload", stay);
    this.place.remove();
  }
}

/* Leaving loses nothing that has come, but what is left would have to be sent from here. */
function stay(event) {
  event.preventDefault();
}

document.querySelectorAll("form[data-drop]").forEach((form) => new Drop(form));

/* Beside the slots, a file let fall would open in place of the page. */
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => carries(event) && event.preventDefault());
}
