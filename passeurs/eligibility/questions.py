"""The questions an edition adds to the dossier, and what counts as an answer to one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from passeurs.eligibility import reading
from passeurs.eligibility.reading import Document


@dataclass(frozen=True)
class Question:
    """`least` and `most` bound a number or a date, as the edition writes them."""

    code: str
    section: str
    label: str
    kind: str
    options: Collection[str]
    required: bool
    least: str
    most: str


def read_questions(document: Document) -> tuple[Question, ...]:
    return tuple(
        Question(
            code=reading.text(row, "code"),
            section=reading.text(row, "section"),
            label=reading.text(row, "label"),
            kind=reading.text(row, "kind"),
            options=[reading.text(one, "code") for one in reading.rows(row, "options")],
            required=reading.flag(row, "required") or False,
            least=reading.text(row, "least"),
            most=reading.text(row, "most"),
        )
        for row in reading.rows(document, "questions")
    )


def read_answers(document: Document) -> dict[str, Any]:
    """The answers by the code of their question."""
    return {
        reading.text(row, "code"): row.get("value") for row in reading.rows(document, "answers")
    }


def is_answered(question: Question, value: Any) -> bool:
    """Whether the value is an answer to that question as it is asked now."""
    match question.kind:
        case "yes_no":
            return isinstance(value, bool)
        case "choice":
            return isinstance(value, str) and value in question.options
        case "choices":
            chosen = value if isinstance(value, list) else []
            return any(one in question.options for one in chosen if isinstance(one, str))
        case "number":
            return is_within(question, value, number)
        case "date":
            return is_within(question, value, date.fromisoformat)
    return isinstance(value, str) and bool(value.strip())


def number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite():
        raise InvalidOperation(text)
    return found


def is_within(question: Question, value: Any, read: Any) -> bool:
    """Whether the text can be read, and stands between the bounds that can."""
    try:
        found = read(value)
        least = read(question.least) if question.least else found
        most = read(question.most) if question.most else found
    except (TypeError, ValueError, InvalidOperation):
        return False
    return bool(least <= found <= most)


def unanswered(questions: Collection[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The required questions left without an answer, in the order of the edition."""
    return [
        one for one in questions if one.required and not is_answered(one, answers.get(one.code))
    ]
