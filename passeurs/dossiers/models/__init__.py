from .admission import Admission
from .awards import Award, AwardLine
from .carrying import CarriedOver
from .confirmation import PartnerInvitation, PartnerLink
from .content import (
    Action,
    ActionFilm,
    ActionPerson,
    Audience,
    BudgetLine,
    Partner,
    Person,
    Project,
)
from .corrections import CorrectionItem, CorrectionRequest
from .dossier import Dossier, ReferenceCounter, RuleRuling, Section
from .filing import Attachment, Snapshot
from .history import FieldChange, SetAside
from .messages import Message, MessageFile, Reading
from .presence import Presence
from .proposals import Proposal
from .recusals import Recusal
from .reminding import Reminder, Reminding
from .requests import DocumentAnswer, DocumentRequest
from .starting import Origin, StartInvitation
from .team import DossierInvitation, DossierMember
from .typing import TypingSession

__all__ = [
    "Action",
    "ActionFilm",
    "ActionPerson",
    "Admission",
    "Attachment",
    "Audience",
    "Award",
    "AwardLine",
    "BudgetLine",
    "CarriedOver",
    "CorrectionItem",
    "CorrectionRequest",
    "DocumentAnswer",
    "DocumentRequest",
    "Dossier",
    "DossierInvitation",
    "DossierMember",
    "FieldChange",
    "Message",
    "MessageFile",
    "Origin",
    "Partner",
    "PartnerInvitation",
    "PartnerLink",
    "Person",
    "Presence",
    "Project",
    "Proposal",
    "Reading",
    "Recusal",
    "ReferenceCounter",
    "Reminder",
    "Reminding",
    "RuleRuling",
    "Section",
    "SetAside",
    "Snapshot",
    "StartInvitation",
    "TypingSession",
]
