"""The answers of a document, as far as an edition still asks for them. Pure."""

from collections.abc import Mapping
from typing import Any

from passeurs.eligibility.questions import Question, is_answered, read_questions

type Document = Mapping[str, Any]


def questions_by_code(edition: Document) -> dict[str, Question]:
    return {question.code: question for question in read_questions(edition)}


def fits(question: Question | None, value: Any) -> bool:
    """Whether the question is asked, and takes that value as an answer."""
    return question is not None and is_answered(question, value)


def answers_in(document: Document, edition: Document) -> dict[str, Any]:
    """By code, the answers of a document that the edition asks for and that fit."""
    asked = questions_by_code(edition)
    return {
        row["code"]: row.get("value")
        for row in document.get("answers") or []
        if row and fits(asked.get(row.get("code") or ""), row.get("value"))
    }


def answered_sections(document: Document, edition: Document) -> set[str]:
    """The sections in which the document answers a question."""
    asked = questions_by_code(edition)
    return {asked[code].section for code in answers_in(document, edition)}
