/* A file sent by parts, that goes on by itself after a cut.
 *
 * `announce()` says where to send them: {parts, end, received, piece}. Each part goes by PATCH at
 * `Upload-Offset`, with its SHA-256 where the browser can tell it; 409 {received} says where to go
 * on from. Once all has come, `end` is asked to join it. `tell` hears each change of `state`:
 * "sending", "waiting" (the line is cut), "checking"; `run()` gives the answer's address, or throws
 * Refusal (words to show), Stopped or Elsewhere (the page's own form must do). */

export class Refusal extends Error {
  constructor(reasons) { super("refused"); this.reasons = reasons; }
}
export class Stopped extends Error {}
export class Elsewhere extends Error {}

const PAUSES = [1000, 2000, 4000, 8000, 15000];

export class Sending {
  constructor(file, { token, announce, fields, tell }) {
    Object.assign(this, { file, token, announce, fields, tell, received: 0, tries: 0 });
    this.abort = new AbortController();
  }

  async run() {
    const open = await this.patiently(() => this.post(this.announce, this.announced()));
    this.parts = open.parts;
    this.received = open.received;
    while (this.received < this.file.size) {
      await this.patiently(() => this.part(open.piece));
    }
    this.say("checking");
    return (await this.patiently(() => this.post(open.end, this.fields()))).url;
  }

  /* Given up by the person: what had come is forgotten on the other side too. */
  stop() {
    this.abort.abort();
    this.wake?.();
    if (this.parts) fetch(this.parts, { method: "DELETE", headers: this.headers(), keepalive: true }).catch(() => {});
  }

  /* At once, rather than at the end of the pause. */
  retry() { this.wake?.(); }

  announced() {
    const fields = this.fields();
    fields.set("name", this.file.name);
    fields.set("size", this.file.size);
    fields.set("modified", this.file.lastModified);
    return fields;
  }

  async part(length) {
    const piece = await this.file.slice(this.received, this.received + length).arrayBuffer()
      .catch(() => { throw new Refusal(["Ce fichier a changé ou n’est plus lisible. Choisissez-le de nouveau."]); });
    const headers = { "Upload-Offset": this.received, "Content-Type": "application/octet-stream" };
    const digest = await sha256(piece);
    if (digest) headers["Upload-Digest"] = digest;
    this.say("sending");
    const { received } = await this.ask(this.parts, { method: "PATCH", body: piece, headers });
    this.received = received;
    this.say("sending");
  }

  post(url, body) { return this.ask(url, { method: "POST", body }); }

  async ask(url, { headers = {}, ...options }) {
    const answer = await fetch(url, {
      ...options, headers: { ...this.headers(), ...headers }, signal: this.abort.signal, redirect: "manual",
    });
    if (answer.status === 423 || answer.status >= 500) throw new Later(await words(answer));
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Elsewhere();
    const told = await answer.json();
    if (answer.status === 409) return told;
    if (!answer.ok) throw told.reasons ? new Refusal(told.reasons) : new Elsewhere();
    return told;
  }

  headers() { return { "X-CSRFToken": this.token }; }

  /* The same again until it is answered: at growing pauses, and as soon as the line is back. */
  async patiently(attempt) {
    for (;;) {
      try {
        const told = await attempt();
        this.tries = 0;
        return told;
      } catch (error) {
        if (this.abort.signal.aborted) throw new Stopped();
        if (!(error instanceof TypeError || error instanceof Later)) throw error;
        this.say("waiting", error.words);
        await this.pause();
        if (this.abort.signal.aborted) throw new Stopped();
      }
    }
  }

  pause() {
    const time = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        removeEventListener("online", wake);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(wake, time);
      addEventListener("online", wake);
      this.wake = wake;
    });
  }

  say(state, why = "") {
    this.tell({ state, why, received: this.received, size: this.file.size });
  }
}

class Later extends Error {
  constructor(said) { super("later"); this.words = said; }
}

async function words(answer) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return "";
  return ((await answer.json()).reasons || []).join(" ");
}

/* Only where the browser offers it: a page served in clear to another machine does not. */
async function sha256(piece) {
  if (!globalThis.crypto?.subtle) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", piece));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
