/* « Salles à proximité », in place: the list opens under its link, a choice fills the fields.
 *
 * Without this module the link leads to a page that does the same. The fields are filled as a
 * hand would fill them, so that each saves itself. */

const announce = (words) => document.dispatchEvent(
  new CustomEvent("passeurs:announce", { detail: words }),
);

async function open(link) {
  const room = link.closest("[data-near]").querySelector("[data-near-list]");
  const isOpen = () => link.getAttribute("aria-expanded") === "true";
  link.setAttribute("aria-expanded", String(!isOpen()));
  if (!isOpen()) {
    room.hidden = true;
    return;
  }
  const url = new URL(link.href);
  url.searchParams.set("partie", "liste");
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected) {
    location.assign(link.href);
    return;
  }
  const list = await answer.text();
  if (!isOpen()) return; // closed again meanwhile
  room.innerHTML = list;
  room.hidden = false;
  const many = room.querySelectorAll("[data-choose]").length;
  announce(many ? `${many} salle${many > 1 ? "s" : ""} à proximité` : room.textContent.trim());
}

function fill(offer) {
  const room = offer.closest("[data-near]");
  const action = room.closest("form");
  const { venue, kind, commune } = offer.dataset;
  const values = { venue_name: venue, venue_kind: kind, venue_commune: commune };
  for (const [name, value] of Object.entries(values)) {
    const control = action.elements.namedItem(name);
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  room.querySelector("[data-near-list]").hidden = true;
  room.querySelector("a").setAttribute("aria-expanded", "false");
  action.elements.namedItem("venue_name").focus();
  announce(`${venue} est notée`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-near] > a");
  const button = event.target.closest("[data-near-list] [data-choose]");
  if (!link && !button) return;
  event.preventDefault();
  if (button) fill(button.closest("[data-venue]"));
  else open(link).catch(() => location.assign(link.href));
});
