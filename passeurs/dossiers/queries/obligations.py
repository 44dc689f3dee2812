"""Dated obligations: what somebody owes of a dossier, until when.

One kind of row for every kind of debt, whatever table it comes from: the desk's day, the holder's
screens and the reminders read the same ones. A new kind is a function added to `SOURCES`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from passeurs.core.typography import local
from passeurs.organisations.enums import TeamRole

from ..enums import CorrectionState, RequestState, Side, State
from ..models import DocumentRequest, Dossier
from .corrections import corrections_due

DOCUMENT = "document"
CORRECTION = "correction"


@dataclass(frozen=True)
class Obligation:
    """One thing owed. `owed_by` is the side that has to act; `due_on` is a day of the edition.

    `key` names the debt and its round: a reminder sent once for a key is not sent again. `url` is
    where the holder settles it.
    """

    kind: str
    pk: int
    key: str
    dossier: Dossier
    label: str
    words: str
    due_on: date
    since: datetime
    owed_by: Side
    url: str

    @property
    def zone(self) -> str:
        return str(self.dossier.edition.timezone)

    def is_late(self, *, at: datetime) -> bool:
        """Whether its day has passed, where the edition is, and the holder still owes it."""
        return self.owed_by == Side.HOLDER and self.due_on < local(at, self.zone).date()

    def days_left(self, *, at: datetime) -> int:
        """0 on the day itself, below once it has passed."""
        return int((self.due_on - local(at, self.zone).date()).days)


def open_obligations(dossiers: QuerySet) -> list[Obligation]:
    """All that is owed of these dossiers, the nearest day first; a few questions by kind."""
    alive = dossiers.exclude(state=State.ABANDONED).order_by().values("pk")
    found = [one for source in SOURCES for one in source(alive)]
    return sorted(found, key=lambda one: (one.due_on, one.dossier.reference, one.kind, one.pk))


def obligations_of(dossier: Dossier) -> list[Obligation]:
    return open_obligations(Dossier.objects.filter(pk=dossier.pk))


def obligations_of_holder(user: Any) -> list[Obligation]:
    """What a person's structures, and the dossiers shared with them, still owe."""
    mine = open_obligations(Dossier.objects.filter(Dossier.objects.held_by(user)))
    return [one for one in mine if one.owed_by == Side.HOLDER]


def obligations_of_region(user: Any) -> list[Obligation]:
    """What is owed in the dossiers of the coordinations in whose team a person works."""
    teams = {
        "edition__coordination__team__user": user,
        "edition__coordination__team__role": TeamRole.COORDINATION,
    }
    return open_obligations(Dossier.objects.filter(**teams))


def _documents(dossiers: QuerySet) -> Iterable[Obligation]:
    waiting = [RequestState.ASKED, RequestState.RECEIVED]
    found = DocumentRequest.objects.filter(dossier__in=dossiers, state__in=waiting)
    related = ("dossier__edition__coordination", "dossier__structure", "dossier__project")
    for one in found.select_related(*related).order_by("due_on", "pk"):
        is_asked = one.state == RequestState.ASKED
        yield Obligation(
            kind=DOCUMENT,
            pk=one.pk,
            key=f"{DOCUMENT}:{one.pk}:{one.round}",
            dossier=one.dossier,
            label=one.label,
            words=one.reason or one.words,
            due_on=one.due_on,
            since=one.asked_at,
            owed_by=Side.HOLDER if is_asked else Side.COORDINATION,
            url=f"{reverse('dossiers:requests', args=[one.dossier_id])}#demande-{one.pk}",
        )


def _corrections(dossiers: QuerySet) -> Iterable[Obligation]:
    for one in corrections_due(dossiers=dossiers):
        is_sent = one.state == CorrectionState.SENT
        yield Obligation(
            kind=CORRECTION,
            pk=one.pk,
            key=f"{CORRECTION}:{one.pk}:{one.round}",
            dossier=one.dossier,
            label="Corrections demandées",
            words=one.words,
            due_on=local(one.due_at, one.dossier.edition.timezone).date(),
            since=one.sent_at,
            owed_by=Side.HOLDER if is_sent else Side.COORDINATION,
            url=f"{reverse('dossiers:corrections', args=[one.dossier_id])}#demande-{one.pk}",
        )


SOURCES: list[Callable[[QuerySet], Iterable[Obligation]]] = [_documents, _corrections]
