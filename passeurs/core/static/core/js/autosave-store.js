/* What is written but not yet received, kept on this device, apart for each person.
 *
 * An entry is {value: [..], base: [..], at: ms}: what was typed, what the server had then. */

const owner = document.body.dataset.person || "-";

const keyOf = (scope, name) => `passeurs:${owner}:${scope}:${name}`;

/** Keep a value; false when the browser cannot (storage full, private, refused). */
export function keep(scope, name, entry) {
  try {
    localStorage.setItem(keyOf(scope, name), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function kept(scope, name) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(scope, name)));
  } catch {
    return null;
  }
}

export function forget(scope, name) {
  try {
    localStorage.removeItem(keyOf(scope, name));
  } catch {
    /* nothing was kept */
  }
}
