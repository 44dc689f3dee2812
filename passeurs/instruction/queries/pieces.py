"""Each document that the call asks of a dossier: where it stands, and what was noted of it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from passeurs.core.typography import local
from passeurs.documents.enums import ScanState
from passeurs.dossiers.queries.documents import slots_of
from passeurs.dossiers.queries.verdicts import verdicts_of

from ..enums import TONES, PieceState
from ..models import PieceCheck, ReportRecord
from ..rules import OF_LAST_YEAR, REPORT, Standing, has_promise, obstacles


@dataclass(frozen=True)
class Piece:
    """A document asked for, its state, and the coordination's own note of it, if any."""

    slot: Any
    state: PieceState
    check: PieceCheck | None

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def label(self):
        return self.state.label

    @property
    def is_present(self):
        return bool(self.slot.sound)

    @property
    def is_verified(self):
        """Whether somebody looked at the very files that are there."""
        return bool(self.check and self.check.verified_at and self.check.seen == seen(self.slot))

    @property
    def was_verified(self):
        """Looked at, but the files have changed since."""
        return bool(self.check and self.check.verified_at and not self.is_verified)


def seen(slot):
    """What stands for a slot's files: others, and what was ticked is to be looked at again."""
    digests = sorted(one.file.sha256 for one in slot.sound)
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def today_of(dossier, *, at):
    """The day it is where the edition's dates are read."""
    return local(at, dossier.edition.timezone).date()


def pieces_of(dossier, *, at):
    """Every document of the dossier's list, in the edition's order, in two questions."""
    checks = {check.slot: check for check in _checks(dossier)}
    today = today_of(dossier, at=at)
    return [
        Piece(slot, _state(slot, checks.get(slot.key), today), checks.get(slot.key))
        for slot in slots_of(dossier)
    ]


def _checks(dossier):
    return PieceCheck.objects.filter(dossier=dossier).select_related("noted_by", "verified_by")


def _state(slot, check, today: date):
    if slot.sound:
        return _received(slot)
    if slot.files:
        return PieceState.INFECTED
    if check and check.waived_because:
        return PieceState.WAIVED
    if check and check.promised_until:
        return PieceState.PROMISED if today <= check.promised_until else PieceState.LATE
    return PieceState.MISSING if slot.required else PieceState.OPTIONAL


def _received(slot):
    states = {one.file.scan_state for one in slot.sound}
    if ScanState.WAITING in states:
        return PieceState.WAITING
    return PieceState.SCANNED if states == {ScanState.CLEAN} else PieceState.RECEIVED


def report_of(dossier):
    """What the coordination noted of last year's bilan, or None."""
    return ReportRecord.objects.filter(dossier=dossier).select_related("by").first()


def second_day(edition):
    """The last day for last year's bilan, None where the edition admits no second sending."""
    moment = edition.milestone("report_second_sending")
    return local(moment.last_at, edition.timezone).date() if moment else None


def obstacles_to(dossier, *, at, pieces=None, verdicts=None):
    """The points that keep the dossier from being admissible as things stand."""
    verdicts = verdicts_of(dossier, at=at) if verdicts is None else verdicts
    pieces = pieces_of(dossier, at=at) if pieces is None else pieces
    report = report_of(dossier)
    standing = Standing(
        pieces=tuple(
            (piece.slot.label, piece.state, piece.slot.kind.startswith(OF_LAST_YEAR))
            for piece in pieces
            if piece.slot.required
        ),
        has_report=bool(report and report.received_on),
        is_promised=bool(report) and _is_promised(dossier, report, at),
    )
    return obstacles(verdicts, standing)


def _is_promised(dossier, report, at):
    last_day, today = second_day(dossier.edition), today_of(dossier, at=at)
    return has_promise(report.promised_for, last_day=last_day, today=today)


def asks_for_a_report(verdicts):
    """Whether last year's bilan is asked of this dossier."""
    found = next((one for one in verdicts if one.rule == REPORT), None)
    return found is not None and found.state != "not_applicable"
