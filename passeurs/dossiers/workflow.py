"""The life of a dossier: one transition table, and the one door through which a state changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from .enums import State
from .models import Dossier

OPEN = (State.DRAFT, State.WITHDRAWN)
STANDING = (State.SUBMITTED, State.ADMISSIBLE)
"""Filed, and still asking for something."""
AFOOT = (*STANDING, State.GRANTED, State.WAITING)
"""Filed, and neither refused nor given up: its holder may still send last year's bilan."""
CHECKED = (State.ADMISSIBLE, State.INADMISSIBLE)
"""What admissibility was said of, and the committee not yet."""
TO_DECIDE = (State.ADMISSIBLE, State.WAITING)
HOPEFUL = (State.GRANTED, State.WAITING)
"""What its holder may give up once told of the decision."""
NOT_EDITABLE = (
    "Ce dossier n’est plus modifiable : il est déposé, abandonné ou l’appel est clos. "
    "Votre texte reste affiché ici, copiez-le si vous en avez besoin."
)


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a verb leads to which."""

    verb: str
    label: str
    sources: frozenset[State]
    target: State


TRANSITIONS: dict[str, Transition] = {
    transition.verb: transition
    for transition in (
        Transition("submit", "Déposer", frozenset(OPEN), State.SUBMITTED),
        Transition("withdraw", "Retirer", frozenset(STANDING), State.WITHDRAWN),
        Transition("abandon", "Abandonner", frozenset(OPEN), State.ABANDONED),
        Transition("resume", "Reprendre", frozenset({State.ABANDONED}), State.DRAFT),
        Transition("admit", "Recevable", frozenset({State.SUBMITTED}), State.ADMISSIBLE),
        Transition(
            "refuse_admission", "Irrecevable", frozenset({State.SUBMITTED}), State.INADMISSIBLE
        ),
        Transition("grant", "Accorder", frozenset(TO_DECIDE), State.GRANTED),
        Transition("decline", "Ne pas retenir", frozenset(TO_DECIDE), State.DECLINED),
        Transition(
            "put_on_waiting",
            "Mettre sur liste d’attente",
            frozenset({State.ADMISSIBLE}),
            State.WAITING,
        ),
        Transition("renounce", "Renoncer", frozenset(HOPEFUL), State.RENOUNCED),
        Transition("reopen_admission", "Revenir", frozenset(CHECKED), State.SUBMITTED),
    )
}


def move(  # type: ignore[no-untyped-def]
    dossier: Dossier, verb: str, *, by, at: datetime, reason: str = "", **columns: object
) -> None:
    """Change the state by one conditional UPDATE, so that of two clicks one wins.

    Journals who, when and why. Raises `Refused` when the dossier is no longer in a state the
    verb starts from.
    """
    transition = TRANSITIONS[verb]
    moved = Dossier.objects.filter(pk=dossier.pk, state__in=transition.sources).update(
        state=transition.target, updated_at=at, **columns
    )
    if not moved:
        raise Refused(
            "Ce dossier a changé d’état entre-temps. Rechargez la page pour voir où il en est."
        )
    before, dossier.state = dossier.state, transition.target
    record(
        f"dossier.{verb}",
        by=by,
        at=at,
        obj=dossier,
        reason=reason,
        data={"from": str(before), "to": str(transition.target)},
        scope=dossier.edition.coordination.slug,
    )


def stamp(
    dossier: Dossier, *, at: datetime, states: Collection[State] = OPEN, **columns: object
) -> None:
    """Say that something was written at an instant, which waits for a filing that is under way.

    Raises `Refused` when the dossier was filed or abandoned meanwhile: what was acknowledged is in
    the snapshot, and what came after it is written nowhere. Only a correction names other `states`.
    """
    mine = Dossier.objects.filter(pk=dossier.pk, state__in=states)
    if not mine.update(updated_at=at, **columns):
        raise Refused(NOT_EDITABLE)
