"""A dossier's rows, each family in one query whatever their number."""

from collections import defaultdict
from types import SimpleNamespace

from ..models import ActionFilm, ActionPerson


def content_of(dossier):
    """Every row of a dossier, with what an action points to already at hand.

    A dossier found by `for_reading` keeps it, so that a screen asks once; a save forgets it.
    """
    return kept(dossier, "content", _content_of)


def kept(dossier, name, ask):
    """What was already asked for this screen, else asked now."""
    if getattr(dossier, "read_by", None) is None:
        return ask(dossier)
    answers = dossier.__dict__.setdefault("answers", {})
    if name not in answers:
        answers[name] = ask(dossier)
    return answers[name]


def forget(dossier):
    """What was asked no longer holds: something was written."""
    dossier.__dict__.pop("answers", None)


def _content_of(dossier):
    return SimpleNamespace(
        partners=list(dossier.partners.all()),
        people=list(dossier.persons.all()),
        actions=list(dossier.actions.select_related("commune")),
        lines=list(dossier.budgetlines.all()),
        attachments=list(_attachments(dossier)),
        people_of=people_of(dossier),
        films_of=films_of(dossier),
    )


def _attachments(dossier):
    kept = dossier.attachments.filter(removed_at=None)
    return kept.select_related("file", "person", "partner")


def people_of(dossier):
    found = defaultdict(list)
    links = ActionPerson.objects.filter(action__dossier=dossier).order_by("pk")
    for action_id, person_id in links.values_list("action", "person"):
        found[action_id].append(person_id)
    return found


def films_of(dossier):
    found = defaultdict(list)
    choices = ActionFilm.objects.filter(action__dossier=dossier).order_by("pk")
    for choice in choices.select_related("listed_film__film"):
        found[choice.action_id].append(choice)
    return found


def sections_of(dossier):
    """The dossier's sections by code."""
    return {section.code: section for section in dossier.sections.all()}
