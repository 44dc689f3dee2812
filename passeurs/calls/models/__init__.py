"""An edition of the call and its rows: what a region may change without a developer."""

from passeurs.calls.models.asking import GridLine, Hint, Question, Wording
from passeurs.calls.models.edition import Edition, EditionQuerySet
from passeurs.calls.models.rows import (
    ActionKind,
    ActionNature,
    Clause,
    Commitment,
    EditionRow,
    EditionText,
    FilmList,
    FunctionChoice,
    Milestone,
    Notice,
    Objective,
    PartnerFunction,
    RequiredDocument,
    RuleSetting,
)

__all__ = [
    "ActionKind",
    "ActionNature",
    "Clause",
    "Commitment",
    "Edition",
    "EditionQuerySet",
    "EditionRow",
    "EditionText",
    "FilmList",
    "FunctionChoice",
    "GridLine",
    "Hint",
    "Milestone",
    "Notice",
    "Objective",
    "PartnerFunction",
    "Question",
    "RequiredDocument",
    "RuleSetting",
    "Wording",
]
