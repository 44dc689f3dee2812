"""The threads of contact as lists to chase, with what only the desk knows: whose dossier exists."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from passeurs.contacts.enums import State
from passeurs.contacts.models import Contact
from passeurs.contacts.queries import due_by, silent
from passeurs.core.folding import fold, words_of
from passeurs.dossiers.models import Dossier, Origin, StartInvitation
from passeurs.organisations.models import Structure

from .region import structures_known

NEAR = timedelta(days=30)
MOST_FOUND = 8
VIEWS = {
    "aujourdhui": "Pour aujourd’hui",
    "retard": "En retard",
    "semaine": "Dans la semaine",
    "sans-reponse": "Sans réponse",
    "sans-dossier": "Intéressés sans dossier",
}


def conditions(*, at):
    """Name of a list → its condition on a thread."""
    found = due_by(today=timezone.localdate(at))
    found["sans-reponse"] = silent(at=at)
    found["sans-dossier"] = _without_dossier(at=at)
    return found


def _without_dossier(*, at):
    """In touch, the call closes within a month, and nobody has begun a dossier."""
    begun = Dossier.objects.filter(structure=OuterRef("structure"), edition=OuterRef("edition"))
    led = Origin.objects.filter(contact=OuterRef("pk"))
    near = Q(edition__filing_before_at__gte=at, edition__filing_before_at__lte=at + NEAR)
    return near & ~Q(state=State.CLOSED) & ~Exists(begun) & ~Exists(led)


def counts_by_view(user, *, at):
    """How many threads each list holds, in one question."""
    asked = {
        name.replace("-", "_"): Count("pk", filter=condition)
        for name, condition in conditions(at=at).items()
    }
    found = Contact.objects.kept_by(user).threads().aggregate(**asked)
    return {name: found[name.replace("-", "_")] for name in VIEWS}


def dossier_of(thread):
    """The dossier that the thread led to, else the one its structure has for the edition."""
    origin = Origin.objects.filter(contact=thread).select_related("dossier__project").first()
    if origin:
        return origin.dossier
    if not thread.structure_id:
        return None
    rows = Dossier.objects.filter(structure=thread.structure_id, edition=thread.edition_id)
    return rows.select_related("project").order_by("created_at", "pk").first()


def invitations_from(thread):
    """The invitations to start a dossier sent from a thread, the latest first."""
    rows = StartInvitation.objects.filter(contact=thread).select_related("invited_by", "dossier")
    return list(rows.order_by("-invited_at", "pk"))


def structures_found(user, text):
    """The structures whose name holds the words, those known here; any other by its SIRET."""
    words, figures = words_of(text), "".join(filter(str.isdecimal, text))
    if len(figures) == 14:  # noqa: PLR2004 - a SIRET
        rows = Structure.objects.filter(siret=figures, absorbed_by=None)
        return list(rows.select_related("commune"))
    if not words:
        return []
    known = structures_known(user).filter(absorbed_by=None)
    named = known.annotate(town=F("commune__name")).values_list(
        "pk", "name", "acronym", "city_text", "town"
    )
    keys = [
        pk
        for pk, *texts in named
        if all(word in fold(" ".join(filter(None, texts))) for word in words)
    ]
    return list(known.filter(pk__in=keys[:MOST_FOUND]))
