"""Where somebody is in a dossier, and where a field is written, as pages and people know it."""

from django.urls import reverse

from passeurs.core.components import initials
from passeurs.core.typography import NBSP, clock, local

from ..actions.rows import FAMILY_OF
from ..sections import BY_CODE, url_of


def one_here(dossier, speech, here):
    """A person as the page shows them: a name, and where they are in words."""
    name = here.person.get_full_name() or here.person.email
    return {
        "name": f"{name}, pour {here.typed_for}," if here.typed_for else name,
        "initials": initials(name),
        "where": where_of(dossier, speech, here),
        "form": form_url(dossier, here.section, here.row),
        "field": here.field,
    }


def where_of(dossier, speech, here):
    """« écrit dans Le budget : Montant »."""
    if here.section not in BY_CODE:
        return "relit le dossier"
    part = BY_CODE[here.section].label
    if not here.is_live:
        return f"a enregistré dans « {part} » à {hour_in(dossier, here.at)}"
    if not here.field:
        return f"est dans « {part} »"
    return f"écrit dans « {part} »{NBSP}: {speech.label(here.section, here.row, here.field)}"


def form_url(dossier, section, row):
    """The address that the form of a field posts to, by which the page knows it."""
    if row and row[:1] in FAMILY_OF and row[1:].isdecimal():
        return reverse("dossiers:row", args=[dossier.pk, FAMILY_OF[row[:1]], int(row[1:])])
    return url_of(dossier, section)


def hour_in(dossier, at):
    """« 21 h 04 », in the edition's time zone."""
    return clock(local(at, dossier.edition.timezone))
