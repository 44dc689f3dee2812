"""Keeping the dockets: their figures read again, who follows a dossier, under which labels."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.document import dump
from passeurs.eligibility.engine import evaluate
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination, TeamMember

from ..models import Docket, Label
from ..queries.dockets import to_read
from ..rules import figures_of

AT_ONCE = 200
CLOSED_SINCE = timedelta(days=2)
LONGEST_LABEL = 40


def read_dockets(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Read again the figures of the dossiers touched since their last reading; how many."""
    waiting = list(to_read()[:limit])
    for dossier in waiting:
        read_docket(dossier, at=at)
    return len(waiting)


def read_docket(dossier: Dossier, *, at: datetime) -> None:
    """Judge one dossier as it stands and keep its figures; who follows it stays."""
    document = dump(dossier)
    verdicts = evaluate(document, dossier.edition.document(), at=at)
    figures = figures_of(document, verdicts) | {"read_at": at}
    Docket.objects.update_or_create(dossier=dossier, defaults=figures)


def forget_readings(*, at: datetime) -> int:
    """Have the dockets of calls not closed yet read again: a night has passed, and dates judge too.

    Those of a call that closed within two days are too, once and for all. How many.
    """
    living = Docket.objects.filter(dossier__edition__filing_before_at__gte=at - CLOSED_SINCE)
    return living.filter(read_at__isnull=False).update(read_at=None)


@transaction.atomic
def assign(dossiers: Iterable[Dossier], agent: User | None, *, by: User, at: datetime) -> int:
    """Have somebody of the coordination follow these dossiers, or nobody; how many changed.

    Journaled one by one. Raises `Refused` when the person is not of a dossier's coordination.
    """
    changed = 0
    for dossier in dossiers:
        if agent and not _works_for(agent, dossier.edition.coordination_id):
            raise Refused(
                f"{agent.get_full_name()} n’est pas de l’équipe qui suit {dossier.reference}."
            )
        docket, _ = Docket.objects.get_or_create(dossier=dossier)
        if docket.agent != agent:
            Docket.objects.filter(pk=docket.pk).update(agent=agent)
            _tell(dossier, "assigned", agent.get_full_name() if agent else "", by=by, at=at)
            changed += 1
    return changed


@transaction.atomic
def put_label(dossiers: Iterable[Dossier], name: str, *, by: User, at: datetime) -> int:
    """Put a label on these dossiers, made on the way when it is new; how many got it.

    A label is the same whatever its case and accents, coordination by coordination. Raises
    `Refused` for a name without a letter or too long.
    """
    name = " ".join(name.split())
    if not fold(name):
        raise Refused("Écrivez l’étiquette à poser, par exemple « à rappeler ».")
    if len(name) > LONGEST_LABEL:
        raise Refused(f"Une étiquette tient en {LONGEST_LABEL} caractères.")
    changed = 0
    for dossier in dossiers:
        label = _label(dossier.edition.coordination, name)
        docket, _ = Docket.objects.get_or_create(dossier=dossier)
        if not docket.labels.filter(pk=label.pk).exists():
            docket.labels.add(label)
            _tell(dossier, "labelled", label.name, by=by, at=at)
            changed += 1
    return changed


@transaction.atomic
def take_label(dossiers: Iterable[Dossier], name: str, *, by: User, at: datetime) -> int:
    """Take a label off these dossiers; how many lost it. A label nobody bears is forgotten."""
    changed = 0
    for dossier in dossiers:
        worn = Label.objects.filter(dockets__dossier=dossier, folded=fold(name)).first()
        if worn:
            dossier.docket.labels.remove(worn)
            _tell(dossier, "unlabelled", worn.name, by=by, at=at)
            changed += 1
    Label.objects.filter(folded=fold(name), dockets=None).delete()
    return changed


def _label(coordination: Coordination, name: str) -> Label:
    label, _ = Label.objects.get_or_create(
        coordination=coordination, folded=fold(name)[:60], defaults={"name": name}
    )
    return label


def _works_for(user: User, coordination: int) -> bool:
    team = TeamMember.objects.filter(user=user, coordination=coordination, role="coordination")
    return team.exists()


def _tell(dossier: Dossier, verb: str, word: str, *, by: User, at: datetime) -> None:
    scope = dossier.edition.coordination.slug
    record(f"docket.{verb}", by=by, at=at, obj=dossier, data={"to": word}, scope=scope)
