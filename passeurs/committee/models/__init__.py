"""What the committee is made of."""

from .decisions import Decision, Grant
from .envelopes import Envelope
from .files import SittingFile
from .publications import Letter, Publication, Skip
from .reading import Annotation, Chase, Mark, Reading
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
    "Annotation",
    "Ballot",
    "Chase",
    "Decision",
    "DecisionVersion",
    "Envelope",
    "Grant",
    "Leaving",
    "Letter",
    "Mark",
    "Minutes",
    "Passage",
    "Portion",
    "PortionChange",
    "Presence",
    "Publication",
    "Reading",
    "Remark",
    "Scenario",
    "Seat",
    "Session",
    "Sitting",
    "SittingFile",
    "SittingQuerySet",
    "Skip",
    "Voice",
]
