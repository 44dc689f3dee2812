"""A column for each question that the region's editions add to the dossier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from passeurs.accounts.models import User
from passeurs.calls.enums import QuestionKind
from passeurs.calls.models import Edition
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.printing.answers import told_answer
from passeurs.spreadsheets.writing import Kind as Cell

from .columns import Col, Kind

PREFIX = "question-"
CELLS = {QuestionKind.NUMBER: Cell.AMOUNT, QuestionKind.DATE: Cell.DATE}


def with_questions(kind: Kind, user: User) -> Kind:
    """The kind of table with the questions asked in the region of that person: one query.

    A question that comes back each year under the same code is one column, in its latest words.
    """
    if kind.model is not Dossier:
        return kind
    editions = Edition.objects.filter(coordination__team__user=user).order_by("year", "sitting")
    asked: dict[str, Mapping[str, Any]] = {}
    for document in editions.values_list("document_cache", flat=True):
        asked |= {row["code"]: row for row in document.get("questions", [])}
    return replace(kind, columns=(*kind.columns, *map(column_of, asked.values())))


def column_of(question: Mapping[str, Any]) -> Col:
    def say(answers: Mapping[str, Any]) -> Any:
        return cell_of(question, (answers or {}).get(question["code"]))

    cell = CELLS.get(question["kind"], Cell.TEXT)
    return Col(f"{PREFIX}{question['code']}", question["label"], "answers", cell, say, width=30)


def cell_of(question: Mapping[str, Any], value: Any) -> Any:
    """The answer as a cell; one that is no longer a number or a date leaves its cell empty."""
    if question["kind"] not in CELLS:
        return told_answer(question, value)
    read = Decimal if question["kind"] == QuestionKind.NUMBER else date.fromisoformat
    try:
        return read(value) if isinstance(value, str) else None
    except (ValueError, InvalidOperation):
        return None
