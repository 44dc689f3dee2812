"""The life of a sitting: the only code that sets its state."""

from datetime import datetime

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from .enums import State
from .models import Sitting

TRANSITIONS: dict[str, tuple[tuple[State, ...], State]] = {
    "read": ((State.PREPARING,), State.READING),
    "deliberate": ((State.READING,), State.DELIBERATING),
    "read_again": ((State.DELIBERATING,), State.READING),
    "end": ((State.DELIBERATING,), State.ENDED),
}

LATE = "Cette séance a changé d’étape entre-temps\u00a0: voici où elle en est."


def possible(sitting: Sitting) -> list[str]:
    """The moves that the state of the sitting allows, in the order of the table."""
    return [move for move, (sources, _) in TRANSITIONS.items() if sitting.state in sources]


def move(sitting: Sitting, name: str, *, by: User, at: datetime) -> None:
    """Change the state in one conditional UPDATE and journal it; Refused when it is too late."""
    sources, target = TRANSITIONS[name]
    rows = Sitting.objects.filter(pk=sitting.pk, state__in=sources)
    if not rows.update(state=target):
        raise Refused(LATE)
    sitting.state = target
    record(f"sitting.{name}", by=by, at=at, obj=sitting, scope=sitting.edition.coordination.slug)
