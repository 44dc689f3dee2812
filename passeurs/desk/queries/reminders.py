"""The agenda of the reminders: who will receive what and when, and what has left."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum

from passeurs.core.typography import local
from passeurs.dossiers.enums import ReminderKind, State
from passeurs.dossiers.models import PartnerInvitation, Reminder
from passeurs.dossiers.queries.people import writers_of
from passeurs.dossiers.queries.reminders import done_by_due, dues_of, held_kinds, looked_at
from passeurs.dossiers.reminding import next_at, steps_ahead

from .region import editions_of

WHEN = {"j0": "le dernier matin", "day5": "cinq jours après la demande"}
WHEN |= {"day10": "dix jours après la demande", "closing": "sept jours avant la clôture"}
WHEN |= {f"j{days}": f"{days} jours avant" for days in (2, 7, 14)}


@dataclass
class Coming:
    """One round to come: a kind, a step, an hour, and the dossiers it will be about."""

    kind: ReminderKind
    step: str
    at: datetime
    dossiers: list[Any] = field(default_factory=list)
    is_held: bool = False

    @property
    def when(self):
        return WHEN.get(self.step, "")

    @property
    def code(self):
        """How the address of the page names it."""
        return f"{self.kind}-{self.step}-{self.at:%Y%m%dT%H%M}"


def edition_of(user, slug):
    """An edition of one's coordinations, or None."""
    return editions_of(user).filter(slug=slug).first()


def coming(edition, *, at):
    """What is to leave, the soonest first; the same few questions whatever the dossiers."""
    rounds: dict[tuple[Any, ...], Coming] = {}
    held, done, seen = held_kinds(edition), done_by_due(edition), looked_at(edition, at=at)
    for due in dues_of(edition):
        key = (due.dossier.pk, due.kind, due.target, due.due_at)
        since = max(due.since, seen)
        for step in steps_ahead(due.steps(), since=since, done=done.get(key, ()), at=at):
            _put(rounds, due.kind, step.code, step.at, due.dossier, held)
    for invitation, moment in _partners(edition, at=at):
        _put(rounds, ReminderKind.PARTNER, "", moment, invitation.partner.dossier, held)
    return sorted(rounds.values(), key=lambda one: (one.at, one.kind))


def _put(rounds, kind, step, at, dossier, held):
    found = rounds.setdefault((kind, step, at), Coming(kind, step, at, is_held=kind in held))
    found.dossiers.append(dossier)


def _partners(edition, *, at):
    """Silent partners and the day of their next reminder."""
    rows = PartnerInvitation.objects.filter(
        partner__dossier__edition=edition,
        partner__dossier__state__in=[State.DRAFT, State.WITHDRAWN],
        revoked_at=None,
    )
    for one in rows.select_related("partner__dossier__structure", "partner__dossier__project"):
        if not one.is_silent:
            continue
        sent = {"done": one.reminders, "last_sent_at": one.last_sent_at}
        moment = next_at(one.asked_at, edition.filing_before_at, **sent)
        if moment and at < moment < edition.filing_before_at:
            day = local(moment, edition.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
            yield one, day


def sent(edition):
    """What has left, gathered by kind, step and date, the latest first."""
    rows = Reminder.objects.filter(dossier__edition=edition).order_by()
    gathered = rows.values("kind", "step", "due_at").annotate(
        last_at=Max("sent_at"), n=Count("pk"), to=Sum("people")
    )
    return gathered.order_by("-last_at", "kind", "step")


def in_words(row):
    """A line of what has left, with the words of its kind and step."""
    return row | {
        "label": ReminderKind(row["kind"]).label,
        "when": WHEN.get(row["step"], ""),
    }


def with_people(dossiers):
    """Each dossier with those who would be written to, in two questions for all of them."""
    people = writers_of(dossiers)
    return [(one, people[one.pk]) for one in dossiers]


def kinds_of(edition):
    """Every kind, and whether it is held back."""
    held = held_kinds(edition)
    return [(kind, kind in held) for kind in ReminderKind]
