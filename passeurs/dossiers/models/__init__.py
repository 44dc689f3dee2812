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
from .dossier import Dossier, ReferenceCounter, RuleRuling, Section
from .filing import Attachment, Snapshot
from .history import FieldChange, SetAside

__all__ = [
    "Action",
    "ActionFilm",
    "ActionPerson",
    "Attachment",
    "Audience",
    "BudgetLine",
    "Dossier",
    "FieldChange",
    "Partner",
    "Person",
    "Project",
    "ReferenceCounter",
    "RuleRuling",
    "Section",
    "SetAside",
    "Snapshot",
]
