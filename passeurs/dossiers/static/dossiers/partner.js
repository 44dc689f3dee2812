/* A partner is reading: said once, after a sign of life, so that a machine that opens links is not
 * taken for a reader. */

const place = document.querySelector("[data-opened]");
const SIGNS = ["pointerdown", "keydown", "scroll", "touchstart"];

function tell() {
  SIGNS.forEach((sign) => removeEventListener(sign, tell));
  fetch(place.dataset.opened, { method: "POST", keepalive: true }).catch(() => {});
}

if (place) SIGNS.forEach((sign) => addEventListener(sign, tell, { passive: true }));
