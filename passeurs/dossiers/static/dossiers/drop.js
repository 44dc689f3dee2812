/* A file let fall on its slot, and how much of it is sent.
 *
 * <form data-drop> works by itself; here it is sent with `X-Upload: 1` and answered in JSON:
 * 201 {url} once the file is joined, 422 {reasons} beside the slot. Any other answer is left to
 * the form's own way. */

import { clearErrors, showErrors } from "../core/js/autosave-view.js";

const LOST = "L’envoi n’a pas abouti\u00a0: vérifiez la connexion, puis réessayez.";
const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

class Drop {
  constructor(form) {
    this.form = form;
    this.input = form.elements.file;
    this.zone = form.querySelector(".drop");
    form.querySelector(".if-drop").hidden = false;
    this.zone.addEventListener("dragover", (event) => this.over(event));
    this.zone.addEventListener("dragleave", () => this.zone.classList.remove("is-over"));
    this.zone.addEventListener("drop", (event) => this.dropped(event));
    form.addEventListener("submit", (event) => this.submit(event));
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

  submit(event) {
    if (!this.input.files.length) return;
    event.preventDefault();
    if (!this.sending) this.send();
  }

  send() {
    clearErrors(this.input);
    const request = new XMLHttpRequest();
    this.sending = this.progress(this.input.files[0].name);
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Upload", "1");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => this.sending.tell(event));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.refused([LOST]));
    request.send(new FormData(this.form));
  }

  answered({ status, response }) {
    if (status === 201) this.reload(response.url);
    else if (status === 422 && response?.reasons) this.refused(response.reasons);
    else this.form.submit();
  }

  /* The page is asked again: its slots, its rules and what it says are the server's. */
  reload(url) {
    history.replaceState(null, "", url);
    location.reload();
  }

  refused(reasons) {
    this.sending.remove();
    this.sending = null;
    showErrors(this.input, reasons);
    this.input.focus();
  }

  progress(name) {
    const place = document.createElement("p");
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    const words = Object.assign(document.createElement("span"), { textContent: `Envoi de ${name}` });
    place.className = "sent";
    place.setAttribute("role", "status");
    bar.setAttribute("aria-label", `Envoi de ${name}`);
    place.append(words, bar);
    this.zone.append(place);
    return {
      remove: () => place.remove(),
      tell: ({ loaded, total }) => { bar.value = total ? (loaded * 100) / total : 0; },
    };
  }
}

document.querySelectorAll("form[data-drop]").forEach((form) => new Drop(form));

/* Beside the slots, a file let fall would open in place of the page. */
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => carries(event) && event.preventDefault());
}
