"""Checking the documents one by one: seen, promised, waived; and last year's bilan."""

from datetime import date, datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.journal.actions import record

from ..models import PieceCheck, ReportRecord
from ..queries.pieces import Piece, pieces_of, seen, today_of

LONGEST = 2000
TOO_LONG = "Ce texte est trop long : 2\u202f000 caractères au plus."


@transaction.atomic
def verify_piece(dossier: Dossier, slot: str, *, by: User, at: datetime) -> None:
    """Tick a document that is there: it was looked at, by whom and when. Journaled.

    Raises `Refused` when nothing is there to be looked at.
    """
    piece = _piece(dossier, slot, at=at)
    if not piece.is_present:
        raise Refused("Aucun fichier sain n’est joint : il n’y a rien à vérifier encore.")
    told = {"verified_by": by, "verified_at": at, "seen": seen(piece.slot)}
    PieceCheck.objects.update_or_create(dossier=dossier, slot=slot, defaults=told)
    _tell(dossier, "verified", slot, by=by, at=at)


@transaction.atomic
def unverify_piece(dossier: Dossier, slot: str, *, by: User, at: datetime) -> None:
    """Take the tick off. Journaled; nothing happens without one."""
    ticked = PieceCheck.objects.filter(dossier=dossier, slot=slot, verified_at__isnull=False)
    if ticked.update(verified_by=None, verified_at=None, seen=""):
        _tell(dossier, "unverified", slot, by=by, at=at)


@transaction.atomic
def promise_piece(
    dossier: Dossier, slot: str, *, until: date | None, by: User, at: datetime
) -> None:
    """Note until when a missing document is promised; a waiver of it is forgotten. Journaled.

    Raises `Refused` without a day, or for one that has passed.
    """
    _piece(dossier, slot, at=at)
    if until is None:
        raise Refused("Dites jusqu’à quel jour cette pièce est promise.")
    if until < today_of(dossier, at=at):
        raise Refused("Ce jour est passé : une promesse est pour plus tard.")
    told = {"promised_until": until, "waived_because": "", "noted_by": by, "noted_at": at}
    PieceCheck.objects.update_or_create(dossier=dossier, slot=slot, defaults=told)
    _tell(dossier, "promised", slot, by=by, at=at)


@transaction.atomic
def waive_piece(dossier: Dossier, slot: str, *, reason: str, by: User, at: datetime) -> None:
    """Do without a document, and say why; a promise of it is forgotten. Journaled.

    Raises `Refused` without a reason.
    """
    _piece(dossier, slot, at=at)
    if not reason.strip():
        raise Refused("Dites pourquoi cette pièce n’est pas demandée.")
    if len(reason) > LONGEST:
        raise Refused(TOO_LONG)
    told = {
        "promised_until": None,
        "waived_because": reason.strip(),
        "noted_by": by,
        "noted_at": at,
    }
    PieceCheck.objects.update_or_create(dossier=dossier, slot=slot, defaults=told)
    _tell(dossier, "waived", slot, by=by, at=at)


@transaction.atomic
def clear_piece(dossier: Dossier, slot: str, *, by: User, at: datetime) -> None:
    """Ask for the document again: neither promised nor waived. Journaled when it changes."""
    noted = PieceCheck.objects.filter(dossier=dossier, slot=slot, noted_at__isnull=False)
    if noted.update(promised_until=None, waived_because="", noted_by=None, noted_at=None):
        _tell(dossier, "asked", slot, by=by, at=at)


@transaction.atomic
def note_report(
    dossier: Dossier,
    *,
    received_on: date | None,
    promised_for: date | None,
    note: str,
    by: User,
    at: datetime,
) -> ReportRecord:
    """Note that last year's bilan came outside the platform, or for when it is promised. Journaled.

    Raises `Refused` for a reception in the future, or a text too long. Without either date, what
    was noted is forgotten.
    """
    if received_on and received_on > today_of(dossier, at=at):
        raise Refused("Ce jour n’est pas encore venu : notez la réception quand elle a lieu.")
    if len(note) > LONGEST:
        raise Refused(TOO_LONG)
    told = {
        "received_on": received_on,
        "promised_for": promised_for,
        "note": note.strip(),
        "by": by,
        "at": at,
    }
    kept, _ = ReportRecord.objects.update_or_create(dossier=dossier, defaults=told)
    days = {
        name: day.isoformat()
        for name, day in (("received", received_on), ("promised", promised_for))
        if day
    }
    scope = dossier.edition.coordination.slug
    record("instruction.report", by=by, at=at, obj=dossier, data=days, scope=scope)
    return kept


def _piece(dossier: Dossier, slot: str, *, at: datetime) -> Piece:
    for piece in pieces_of(dossier, at=at):
        if piece.slot.key == slot:
            return piece
    raise Refused("Cette pièce n’est plus demandée : rechargez la page.")


def _tell(dossier: Dossier, deed: str, slot: str, *, by: User, at: datetime) -> None:
    scope = dossier.edition.coordination.slug
    verb = f"instruction.piece_{deed}"
    record(verb, by=by, at=at, obj=dossier, data={"piece": slot}, scope=scope)
