"""Asking a holder for a document, sending it, accepting it or asking again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import local, nbsp
from passeurs.documents.actions import keep, receive
from passeurs.documents.models import StoredFile
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..enums import RequestState, State
from ..models import DocumentAnswer, DocumentRequest, Dossier
from ..queries.people import people_to_tell

LONGEST_LABEL = 160
LONGEST_WORDS = 2000
FARTHEST = timedelta(days=730)
MOST_FILES = 10
CHANGED = (
    "Cette demande a changé entre-temps : rechargez la page pour voir où elle en est. "
    "Rien n’a été fait."
)


@transaction.atomic
def ask_document(  # noqa: PLR0913 - what is asked, until when, and by whom
    dossier: Dossier,
    *,
    label: str,
    words: str,
    due_on: date | None,
    key: UUID,
    by: User,
    at: datetime,
) -> DocumentRequest:
    """Ask for a document until a day; those who write for the holder are told. Journaled.

    The same `key` again asks nothing more. Raises `Refused` without a label or a day to come, and
    for a dossier that was abandoned.
    """
    if known := DocumentRequest.objects.filter(dossier=dossier, key=key).first():
        return known
    label, words = " ".join(label.split()), words.strip()
    if dossier.state == State.ABANDONED:
        raise Refused("Ce dossier est abandonné : il n’y a plus rien à lui demander.")
    reasons = reasons_against(label, words, due_on, today=day_of(dossier, at=at))
    if reasons or due_on is None:
        raise Refused(*reasons)
    asked = DocumentRequest.objects.create(
        dossier=dossier, label=label, words=words, due_on=due_on, key=key, asked_by=by, asked_at=at
    )
    _journal(asked, "asked", by=by, at=at)
    _tell_holder(asked, "document_asked", at=at)
    return asked


def reasons_against(label: str, words: str, due_on: date | None, *, today: date) -> list[str]:
    """Why a document cannot be asked for in these words until that day; nothing when it can."""
    reasons = []
    if not label:
        reasons.append("Nommez la pièce demandée, par exemple « Relevé d’identité bancaire ».")
    if len(label) > LONGEST_LABEL:
        reasons.append(f"Le nom d’une pièce tient en {LONGEST_LABEL} caractères.")
    if len(words) > LONGEST_WORDS:
        reasons.append(nbsp("Ces précisions sont trop longues : 2 000 caractères au plus."))
    if due_on is None:
        reasons.append("Dites jusqu’à quel jour cette pièce est attendue.")
    elif due_on < today:
        reasons.append("Ce jour est passé : choisissez une date à venir.")
    elif due_on > today + FARTHEST:
        reasons.append("Ce jour est trop loin : choisissez une date dans les deux ans.")
    return reasons


def day_of(dossier: Dossier, *, at: datetime) -> date:
    """The day it is at that instant, where the edition is."""
    return local(at, dossier.edition.timezone).date()


def answer_request(
    asked: DocumentRequest, upload: Any, *, allowed: Any, word: str, by: User, at: datetime
) -> DocumentAnswer:
    """Send the document, whatever the state of the dossier; the coordination is told. Journaled.

    As long as it is not accepted, another file may follow: the latest counts. Raises `Refused` for
    a file that isn't what it says, past ten files, or once nothing is asked any more. The bytes are
    written before any transaction begins.
    """
    if not asked.is_open:
        raise Refused(CHANGED)
    if len(word) > LONGEST_WORDS:
        raise Refused(nbsp("Ce mot est trop long : 2 000 caractères au plus."))
    scope = asked.dossier.edition.coordination.slug
    received = receive(upload, allowed=allowed, by=by, at=at, scope=scope)
    return _answer(asked, received, word=word.strip(), by=by, at=at)


@transaction.atomic
def _answer(
    asked: DocumentRequest, received: StoredFile, *, word: str, by: User, at: datetime
) -> DocumentAnswer:
    _move(asked, {RequestState.ASKED, RequestState.RECEIVED}, RequestState.RECEIVED)
    if asked.answers.count() >= MOST_FILES:
        raise Refused(f"{MOST_FILES} fichiers ont déjà été envoyés pour cette pièce.")
    keep(received)
    answer = DocumentAnswer.objects.create(
        request=asked, file=received, word=word, round=asked.round, by=by, at=at
    )
    _journal(asked, "received", by=by, at=at)
    _, desk = people_to_tell(asked.dossier)
    context = _context(asked) | {"answer": answer}
    notify(
        desk,
        "dossiers/emails/document_received",
        context,
        key=f"document:{answer.pk}",
        at=at,
        family=Family.DESK,
    )
    return answer


@transaction.atomic
def accept_answer(asked: DocumentRequest, *, by: User, at: datetime) -> None:
    """Say that what came is right; the holder is told. Journaled.

    Raises `Refused` when nothing came, or when it was settled meanwhile.
    """
    _refuse_unsound(asked)
    _move(asked, {RequestState.RECEIVED}, RequestState.ACCEPTED, settled_at=at)
    _journal(asked, "accepted", by=by, at=at)
    _tell_holder(asked, "document_accepted", at=at)


def _refuse_unsound(asked: DocumentRequest) -> None:
    last = asked.answers.select_related("file").last()
    if last and last.file.is_infected:
        raise Refused("L’antivirus a mis ce fichier de côté : demandez-en une copie saine.")


@transaction.atomic
def ask_again(
    asked: DocumentRequest, *, reason: str, due_on: date | None, by: User, at: datetime
) -> None:
    """Ask for it anew, saying why, until another day; the holder is told. Journaled.

    What was sent stays. Raises `Refused` without a reason or a day to come.
    """
    reason = reason.strip()
    reasons = reasons_against(asked.label, reason, due_on, today=day_of(asked.dossier, at=at))
    if not reason:
        reasons.insert(0, "Dites ce qui ne va pas : le porteur le lira.")
    if reasons:
        raise Refused(*reasons)
    known = {RequestState.ASKED, RequestState.RECEIVED, RequestState.ACCEPTED}
    again = {"round": F("round") + 1, "reason": reason, "due_on": due_on, "settled_at": None}
    _move(asked, known, RequestState.ASKED, **again)
    _journal(asked, "asked_again", by=by, at=at)
    _tell_holder(asked, "document_asked", at=at)


@transaction.atomic
def withdraw_request(asked: DocumentRequest, *, reason: str, by: User, at: datetime) -> None:
    """Ask for it no more; the holder is told, and why where it is said. Journaled."""
    reason = reason.strip()
    if len(reason) > LONGEST_WORDS:
        raise Refused(nbsp("Ce motif est trop long : 2 000 caractères au plus."))
    known = {RequestState.ASKED, RequestState.RECEIVED}
    _move(asked, known, RequestState.WITHDRAWN, settled_at=at, reason=reason)
    _journal(asked, "withdrawn", by=by, at=at)
    _tell_holder(asked, "document_withdrawn", at=at)


def _move(asked: DocumentRequest, sources: Collection[str], target: str, **columns: object) -> None:
    """The one door of a request's state: of two clicks, one wins; the row is then read anew."""
    mine = DocumentRequest.objects.filter(pk=asked.pk, state__in=sources, round=asked.round)
    if not mine.update(state=target, **columns):
        raise Refused(CHANGED)
    asked.refresh_from_db(fields=["state", "round", "reason", "due_on", "settled_at"])


def _context(asked: DocumentRequest) -> dict[str, Any]:
    return {"asked": asked, "dossier": asked.dossier, "edition": asked.dossier.edition}


def _tell_holder(asked: DocumentRequest, template: str, *, at: datetime) -> None:
    holders, _ = people_to_tell(asked.dossier)
    key = f"{template}:{asked.pk}:{asked.round}"
    notify(holders, f"dossiers/emails/{template}", _context(asked), key=key, at=at)


def _journal(asked: DocumentRequest, deed: str, *, by: User, at: datetime) -> None:
    scope = asked.dossier.edition.coordination.slug
    data = {"request": asked.pk, "round": asked.round}
    record(f"document.{deed}", by=by, at=at, obj=asked.dossier, data=data, scope=scope)
