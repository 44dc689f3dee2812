/* A list too long to unroll: communes, films.
 *
 * <input data-picker="/communes/" data-picker-target="id_commune"> asks `?q=…` and reads
 * [{value, label, hint}]. With a target, the value goes to that (hidden) control and the label to
 * the input; without one, the label is the value. An option that has `fills` (names and values)
 * writes them in the same form. The plain input works without this module. */

const PAUSE = 150;

class Picker {
  constructor(input) {
    this.input = input;
    this.target = document.getElementById(input.dataset.pickerTarget);
    this.options = [];
    this.at = -1;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${input.id}-liste`, className: "picker-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || "Propositions");
    this.wrap();
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.autocomplete = "off";
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.options[[...this.list.children].indexOf(row)]);
    });
  }

  wrap() {
    const box = document.createElement("div");
    box.className = "picker";
    this.input.replaceWith(box);
    box.append(this.input, this.list);
  }

  typed() {
    if (this.target && this.target.value) this.set("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    const url = new URL(this.input.dataset.picker, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (text !== this.input.value.trim()) return undefined;
      if (found.message || this.note) this.tell(found.message || "");
      if (answer.ok) this.open(found);
      else this.close();
    } catch {
      this.close();
    }
    return undefined;
  }

  open(found) {
    this.options = found.results || found;
    this.at = -1;
    this.list.replaceChildren(...this.options.map((option, i) => this.row(option, i)));
    const many = this.options.length;
    const said = many ? `${many} proposition${many > 1 ? "s" : ""}` : "Aucune proposition";
    document.dispatchEvent(new CustomEvent("passeurs:announce", { detail: said }));
    this.list.hidden = !many;
    this.input.setAttribute("aria-expanded", String(!!many));
  }

  row({ label, hint }, i) {
    const row = document.createElement("li");
    Object.assign(row, { id: `${this.list.id}-${i}`, textContent: label });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    if (hint) row.append(Object.assign(document.createElement("span"), { className: "sub", textContent: hint }));
    return row;
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && !this.list.hidden) this.move(moves[event.key]);
    else if (event.key === "ArrowDown") this.ask();
    else if (event.key === "Enter" && this.at >= 0) this.choose(this.options[this.at]);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
  }

  move(step) {
    const rows = [...this.list.children];
    this.at = (this.at + step + rows.length) % rows.length;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === this.at)));
    rows[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
  }

  choose({ value, label, fills }) {
    this.input.value = label;
    this.close();
    for (const [name, text] of Object.entries(fills || {})) this.write(this.input.form.elements[name], text);
    if (this.target) this.set(value);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  set(value) {
    this.write(this.target, value);
  }

  write(control, value) {
    if (!control) return;
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* What the service says when it has nothing to propose, under the field. */
  tell(words) {
    this.note ||= this.list.parentElement.appendChild(document.createElement("p"));
    Object.assign(this.note, { className: "hint", textContent: words, hidden: !words });
    if (words) document.dispatchEvent(new CustomEvent("passeurs:announce", { detail: words }));
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("input[data-picker]").forEach((input) => new Picker(input));
