"""What the committee is made of."""

from .decisions import Decision, Grant
from .envelopes import Envelope
from .scenarios import Portion, PortionChange, Scenario
from .sittings import (
    MEMBER,
    OBSERVER,
    SITTING_ROLES,
    Passage,
    Seat,
    Sitting,
    SittingQuerySet,
)

__all__ = [
    "MEMBER",
    "OBSERVER",
    "SITTING_ROLES",
    "Decision",
    "Envelope",
    "Grant",
    "Passage",
    "Portion",
    "PortionChange",
    "Scenario",
    "Seat",
    "Sitting",
    "SittingQuerySet",
]
