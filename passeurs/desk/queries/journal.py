"""The journal as the desk reads it: a coordination its region, an administrator the platform."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q
from django.urls import reverse

from passeurs.calls.models import Edition
from passeurs.contacts.models import Contact
from passeurs.core import access
from passeurs.core.folding import words_of as folded_words
from passeurs.dossiers.models import Dossier
from passeurs.journal.models import Entry
from passeurs.network.models import Venue
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Coordination, Structure

from ..deeds import family_of, words_of

KINDS = {
    "dossiers.dossier": (Dossier, "reference", "desk:dossier", "pk"),
    "organisations.structure": (Structure, "name", "organisations:card", "pk"),
    "contacts.contact": (Contact, "structure_name", "desk:contact", "pk"),
    "network.venue": (Venue, "name", "network:venue", "pk"),
    "calls.edition": (Edition, "title", "calls:detail", "slug"),
}
OTHER_KINDS = {
    "accounts.user": "Un compte",
    "desk.replytemplate": "Un modèle de réponse",
    "dossiers.partner": "Un partenaire",
    "network.practitioner": "Une fiche d’intervenant",
    "territories.vintage": "Un millésime de zonage",
}


def scopes_of(user):
    """The regions whose journal the person reads, by slug."""
    found = Coordination.objects.all()
    if not reads_everything(user):
        found = found.filter(team__user=user, team__role=TeamRole.COORDINATION).distinct()
    return dict(found.order_by("name").values_list("slug", "name"))


def reads_everything(user):
    """An administrator reads every line, those of no region among them."""
    return access.can(user, "journal.all")


def journal_of(user, *, scopes, **asked):
    """What the person may read and asks for, the latest first."""
    entries = Entry.objects.select_related("actor").order_by("-id")
    if not reads_everything(user):
        entries = entries.filter(scope__in=scopes)
    for name, value in asked.items():
        entries = entries.filter(FILTERS[name](value))
    return entries


def _by(text):
    return reduce(and_, (Q(actor__search__contains=word) for word in folded_words(text)), Q())


def _about(name):
    kind, _, key = name.partition(":")
    return Q(object_type=kind, object_id=key)


FILTERS = {
    "who": _by,
    "family": lambda family: Q(verb__startswith=f"{family}."),
    "scope": lambda slug: Q(scope=slug),
    "about": _about,
    "since": lambda instant: Q(at__gte=instant),
    "before": lambda instant: Q(at__lt=instant),
}


@dataclass(frozen=True)
class Told:
    """A line of the journal in words: `about` is its object, `url` where it is seen."""

    entry: Entry
    deed: str
    family: str
    about: str
    url: str


def told(entries, *, with_links):
    """Each entry in words; the objects of one kind are fetched together."""
    entries = list(entries)
    names = {kind: _named(kind, entries) for kind in KINDS}
    for entry in entries:
        label, key = names.get(entry.object_type, {}).get(entry.object_id, ("", ""))
        label = label or OTHER_KINDS.get(entry.object_type, "")
        url = reverse(KINDS[entry.object_type][2], args=[key]) if key and with_links else ""
        yield Told(entry, words_of(entry.verb), family_of(entry.verb), label, url)


def _named(kind, entries):
    """Key → (label, the key of its address) of the objects of this kind among the entries."""
    model, label, _route, address = KINDS[kind]
    keys = {entry.object_id for entry in entries if entry.object_type == kind}
    rows = model.objects.order_by().filter(pk__in=keys).values_list("pk", label, address)
    return {str(pk): (name, where) for pk, name, where in rows}
