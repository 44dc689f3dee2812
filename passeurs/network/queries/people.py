"""Questions about the directory of practitioners; each is one query, whatever its length."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from passeurs.organisations.models import Structure

from ..models import Practitioner


def directory(*, text="", craft="", department="", language=""):
    """The listed practitioners through the filters, by name."""
    found = Practitioner.objects.listed().matching(text)
    if craft:
        found = _holding(found, "crafts", craft)
    if language:
        found = _holding(found, "languages", language)
    if department:
        found = working_in(found, department)
    return found.order_by("search", "pk")


def working_in(people, department):
    """Those who work in this department, or everywhere."""
    everywhere = Q(works_everywhere=True)
    return _holding(people, "departments", department, otherwise=everywhere)


def ours(user, text=""):
    """The private cards of the person's structures and coordination, listed or not."""
    cards = Practitioner.objects.private_to(user).current().with_consent()
    return cards.matching(text).order_by("search", "pk")


def reusable(structure, text=""):
    """Whom a dossier of this structure may take up: its own cards, and the listed ones.

    `is_ours` tells the first, which come before.
    """
    held = Practitioner.structures.through.objects.filter(
        structure=structure, practitioner=OuterRef("pk")
    )
    cards = Practitioner.objects.current().with_consent().annotate(is_ours=Exists(held))
    listed = Practitioner.objects.listed().values("pk")
    known = cards.filter(Q(is_ours=True) | Q(pk__in=listed))
    return known.matching(text).order_by("-is_ours", "search", "pk")


def desk_people(user, *, text="", review="", agreed=""):
    """What the coordination keeps, those that wait for its eye first."""
    cards = Practitioner.objects.kept_by(user).select_related("coordination").matching(text)
    if review:
        cards = cards.filter(review=review)
    if agreed:
        cards = cards.filter(has_agreed=agreed == "oui")
    return cards.prefetch_related("structures").order_by("search", "pk")


def duplicates_of(card, user):
    """Cards of the same desk that may be the same person: the same address, or the same name."""
    others = Practitioner.objects.kept_by(user).filter(coordination=card.coordination_id)
    same = Q(search__startswith=card.folded_name)
    if card.email:
        same |= Q(email__iexact=card.email)
    return others.filter(same).exclude(pk=card.pk).prefetch_related("structures")


def own_cards(user):
    """The cards of the person who is signed in: the address that opened the session is theirs."""
    return Practitioner.objects.of_address(user.email).with_consent().order_by("pk")


def structures_of(card):
    """Who knows the card."""
    return Structure.objects.filter(practitioners=card).order_by("name", "pk")


def _holding(found, column, code, *, otherwise=None):
    """Rows whose JSON list holds the code; read as text, which every database can do."""
    holds = Q(**{f"{column}_text__contains": f'"{code}"'})
    return found.alias(**{f"{column}_text": Cast(column, CharField())}).filter(
        holds | otherwise if otherwise else holds
    )
