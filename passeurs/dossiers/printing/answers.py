"""The answers to the edition's questions as a reader says them, section by section."""

from typing import Any

from .words import Document, day, listed, yes_no


def answers_rows(document: Document, edition: Document) -> dict[str, list[list[str]]]:
    """By section: each question with its answer, "" where there is none."""
    given = {row.get("code"): row.get("value") for row in document.get("answers") or () if row}
    found: dict[str, list[list[str]]] = {}
    for row in edition.get("questions", ()):
        told = told_answer(row, given.get(row["code"]))
        found.setdefault(row["section"], []).append([row["label"], told])
    return found


def told_answer(question: Document, value: Any) -> str:
    """The answer in words; one that no longer fits its question is told as it was given."""
    if value in (None, "", []):
        return ""
    options = question.get("options", ())
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list):
        return listed(options, value)
    say = {
        "date": _day,
        "number": lambda text: text.replace(".", ","),
        "choice": lambda code: listed(options, [code]),
    }
    return say.get(question["kind"], str)(str(value))


def _day(value: str) -> str:
    try:
        return day(value)
    except ValueError:
        return value
