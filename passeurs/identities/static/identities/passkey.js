/* Passkeys. A form [data-passkey="get"|"create"] asks the browser for a key before it leaves, with
 * the challenge in data-challenge or fetched from data-challenge-url; without script it stays
 * hidden, and [data-passkey-without] says so. */

const bytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0),
);
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const keys = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

/* WebAuthn speaks in buffers, JSON in base64url. */
function options({ publicKey: sent }) {
  const read = { ...sent, challenge: bytes(sent.challenge) };
  if (sent.user) read.user = { ...sent.user, id: bytes(sent.user.id) };
  if (sent.allowCredentials) read.allowCredentials = keys(sent.allowCredentials);
  if (sent.excludeCredentials) read.excludeCredentials = keys(sent.excludeCredentials);
  return { publicKey: read };
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function challenge(form) {
  if (form.dataset.challenge) return JSON.parse(form.dataset.challenge);
  const answer = await fetch(form.dataset.challengeUrl, { headers: { Accept: "application/json" } });
  return answer.json();
}

const REASONS = {
  NotAllowedError: "Rien n’a été confirmé : recommencez, ou prenez un autre moyen.",
  InvalidStateError: "Cet appareil porte déjà une de vos clés.",
  SecurityError: "Cette adresse du site ne permet pas les clés.",
};

async function ask(form) {
  const says = form.querySelector("[data-passkey-says]");
  says.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.passkey](options(await challenge(form)));
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    says.textContent = REASONS[error.name] || "La clé n’a pas pu servir. Recommencez, ou prenez un autre moyen.";
    says.hidden = false;
  }
}

for (const word of document.querySelectorAll("[data-passkey-without]")) word.hidden = Boolean(window.PublicKeyCredential);

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (window.PublicKeyCredential) {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(form); });
  }
}
