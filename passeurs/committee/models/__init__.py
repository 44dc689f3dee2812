"""What the committee is made of."""

from .decisions import Decision, Grant
from .envelopes import Envelope
from .scenarios import Portion, PortionChange, Scenario
from .session import (
    Ballot,
    DecisionVersion,
    Leaving,
    Minutes,
    Presence,
    Remark,
    Session,
    Voice,
)
from .sittings import (
    MEMBER,
    OBSERVER,
    PRESIDENT,
    SITTING_ROLES,
    Passage,
    Seat,
    Sitting,
    SittingQuerySet,
)

__all__ = [
    "MEMBER",
    "OBSERVER",
    "PRESIDENT",
    "SITTING_ROLES",
    "Ballot",
    "Decision",
    "DecisionVersion",
    "Envelope",
    "Grant",
    "Leaving",
    "Minutes",
    "Passage",
    "Portion",
    "PortionChange",
    "Presence",
    "Remark",
    "Scenario",
    "Seat",
    "Session",
    "Sitting",
    "SittingQuerySet",
    "Voice",
]
