"""What stands between a filed dossier and its admission; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from passeurs.eligibility.verdicts import State, Verdict

from .enums import PieceState

REPORT = "previous.report"
PIECES = {"documents.complete", "documents.practitioner_cvs"}
# The files of last year's bilan: a promise of the bilan, or its coming by post, speaks for them.
OF_LAST_YEAR = "previous_"
ABSENT = {PieceState.MISSING, PieceState.LATE, PieceState.INFECTED}
EXCUSED = {PieceState.PROMISED, PieceState.WAIVED}
OPEN = {State.NOT_MET, State.UNKNOWN, State.TO_CONFIRM}


@dataclass(frozen=True)
class Standing:
    """What the coordination knows of the pieces and of the bilan, beside the verdicts.

    `pieces` holds (label, state, whether it is of last year's) for each document required.
    """

    pieces: tuple[tuple[str, PieceState, bool], ...]
    has_report: bool
    is_promised: bool


def has_promise(promised_for: date | None, *, last_day: date | None, today: date) -> bool:
    """Whether a promised bilan may still come: the second date has not passed, nor is passed by it.

    The missing bilan blocks admissibility after the second date (domain, section 10).
    """
    if promised_for is None or last_day is None:
        return False
    return promised_for <= last_day and today <= last_day


def obstacles(verdicts: Iterable[Verdict], standing: Standing) -> list[Verdict]:
    """The blocking points that are neither met, settled, nor excused, in the edition's order."""
    return [
        verdict
        for verdict in verdicts
        if verdict.blocking and verdict.state in OPEN and not _is_excused(verdict, standing)
    ]


def _is_excused(verdict: Verdict, standing: Standing) -> bool:
    if verdict.rule == REPORT:
        return standing.has_report or standing.is_promised
    if verdict.rule not in PIECES or verdict.state == State.TO_CONFIRM:
        return False
    return _all_excused(verdict.values, standing)


def _all_excused(values: Mapping[str, Any], standing: Standing) -> bool:
    """Whether each absent piece was waived or is promised, and no part of the form is unwritten."""
    named = {label for label, _, _ in standing.pieces}
    is_report_settled = standing.has_report or standing.is_promised
    lacking = [
        state
        for _, state, is_of_last_year in standing.pieces
        if state in ABSENT | EXCUSED and not (is_of_last_year and is_report_settled)
    ]
    unwritten = set(values.get("required", ())) and set(values.get("missing", ())) - named
    return not unwritten and not any(state in ABSENT for state in lacking)
