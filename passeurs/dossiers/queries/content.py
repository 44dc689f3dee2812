"""A dossier's rows, each family in one query whatever their number."""

from collections import defaultdict
from functools import partial
from types import SimpleNamespace

from django.db.models import UUIDField

from passeurs.core.given import Given, Prepared

from ..models import (
    Action,
    ActionFilm,
    ActionPerson,
    Attachment,
    BudgetLine,
    Partner,
    Person,
    Section,
)

OF = Given("dossier", UUIDField())


RELATED = {
    Partner: ("invitation",),
    Person: (),
    Action: ("commune",),
    BudgetLine: (),
    Attachment: ("file__preview", "person", "partner"),
    Section: ("touched_by",),
}
CONTENT = (Attachment, Partner, Person, Action, BudgetLine)
KEPT = "_asked_once"


def _rows_of(model, **of):
    """The rows of one kind, with what they point to."""
    rows, related = model.objects.filter(**of), RELATED[model]
    return rows.select_related(*related) if related else rows


def _leaders(**of):
    return ActionPerson.objects.filter(**of).order_by("pk").values_list("action", "person")


def _films(**of):
    rows = ActionFilm.objects.filter(**of).order_by("pk")
    return rows.select_related("listed_film__film")


FAMILIES = {model: Prepared(partial(_rows_of, model, dossier=OF)) for model in RELATED}
LEADERS = Prepared(partial(_leaders, action__dossier=OF))
FILMS = Prepared(partial(_films, action__dossier=OF))


def content_of(dossier):
    """Every row of a dossier, with what an action points to already at hand.

    A dossier found by `for_reading` keeps it, so that a screen asks once; a save forgets it.
    """
    return kept(dossier, "content", _content_of)


def kept(dossier, name, ask):
    """What was already asked for this screen, else asked now."""
    if getattr(dossier, "read_by", None) is None and KEPT not in dossier.__dict__:
        return ask(dossier)
    answers = dossier.__dict__.setdefault(KEPT, {})
    if name not in answers:
        answers[name] = ask(dossier)
    return answers[name]


def keep(dossier, **answers):
    """Keep what was asked for many dossiers together."""
    dossier.__dict__.setdefault(KEPT, {}).update(answers)


def forget(dossier):
    """What was asked no longer holds: something was written."""
    dossier.__dict__.pop(KEPT, None)


def _content_of(dossier):
    rows = {model: _rows(model, dossier) for model in CONTENT}
    return _content(rows, people_of(dossier), films_of(dossier))


def contents_of(dossiers):
    """The content of each of these dossiers, by key, in as many questions as for one."""
    known = {dossier.pk: dossier for dossier in dossiers}
    found = {key: {model: [] for model in CONTENT} for key in known}
    for model in CONTENT:
        for row in _rows_of(model, dossier__in=dossiers):
            row.dossier = known[row.dossier_id]
            found[row.dossier_id][model].append(row)
    people = _by_action(_leaders(action__dossier__in=dossiers))
    films = _by_action((one.action_id, one) for one in _films(action__dossier__in=dossiers))
    return {key: _content(rows, people, films) for key, rows in found.items()}


def _content(rows, people, films):
    joined = rows[Attachment]
    return SimpleNamespace(
        partners=rows[Partner],
        people=rows[Person],
        actions=rows[Action],
        lines=rows[BudgetLine],
        attachments=[one for one in joined if one.removed_at is None],
        removed=[one for one in joined if one.removed_at],
        people_of=people,
        films_of=films,
    )


def _rows(model, dossier):
    rows = FAMILIES[model].ask(dossier=dossier.pk)
    for row in rows:
        row.dossier = dossier
    return rows


def people_of(dossier):
    return _by_action(LEADERS.ask(dossier=dossier.pk))


def films_of(dossier):
    return _by_action((one.action_id, one) for one in FILMS.ask(dossier=dossier.pk))


def _by_action(pairs):
    found = defaultdict(list)
    for action_id, one in pairs:
        found[action_id].append(one)
    return found


def sections_of(dossier):
    """The dossier's sections by code."""
    return {section.code: section for section in _rows(Section, dossier)}
