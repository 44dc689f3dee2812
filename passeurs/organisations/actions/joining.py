"""Asking to belong to a structure, and the answer of those who represent it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

from ..enums import Answer
from ..models import JoinRequest, Membership, Structure
from ..queries import representatives_of
from .invitations import admit

ANSWERED = "Cette demande a déjà reçu une réponse, ou vient d’être retirée."


@transaction.atomic
def ask_to_join(structure: Structure, *, message: str, by: User, at: datetime) -> JoinRequest:
    """Keep the request and tell those who represent the structure; once a day.

    Where nobody represents it, the coordinations that know it are told. Asked again while it
    waits, the request takes the new words.
    """
    request, is_new = JoinRequest.objects.get_or_create(
        structure=structure, user=by, answer="", defaults={"message": message, "asked_at": at}
    )
    if not is_new and message:
        request.message = message
        request.save(update_fields=["message"])
    record("structure.join_asked", by=by, at=at, obj=structure, reason=message)
    addresses = representatives_of(structure) or [
        coordination.email for coordination in structure.coordinations.all()
    ]
    notify(
        addresses,
        "organisations/emails/join_asked",
        {"structure": structure, "by": by, "message": message},
        key=f"structure.join_asked:{structure.pk}:{by.pk}:{at:%Y-%m-%d}",
        at=at,
    )
    return request


@transaction.atomic
def accept_request(request: JoinRequest, *, role: str, by: User, at: datetime) -> Membership:
    """The person is a member from now on, and is told. Refused once answered."""
    _answer(request, Answer.ACCEPTED, by=by, at=at)
    member = admit(request.structure, request.user, role=role)
    data = {"user": str(request.user_id), "role": member.role}
    record("structure.member_added", by=by, at=at, obj=request.structure, data=data)
    context = {"structure": request.structure, "by": by, "member": member}
    _tell(request, "organisations/emails/join_accepted", context, at=at)
    return member


@transaction.atomic
def decline_request(request: JoinRequest, *, word: str, by: User, at: datetime) -> None:
    """The person is told, with the word that was written to them. Refused once answered."""
    _answer(request, Answer.DECLINED, by=by, at=at, word=word)
    data = {"user": str(request.user_id)}
    record("structure.join_declined", by=by, at=at, obj=request.structure, data=data, reason=word)
    context = {"structure": request.structure, "word": word}
    _tell(request, "organisations/emails/join_declined", context, at=at)


@transaction.atomic
def withdraw_request(request: JoinRequest, *, by: User, at: datetime) -> None:
    """Who asked no longer asks. Refused once answered."""
    _answer(request, Answer.CANCELLED, by=by, at=at)
    record("structure.join_withdrawn", by=by, at=at, obj=request.structure)


def _answer(
    request: JoinRequest, answer: Answer, *, by: User, at: datetime, word: str = ""
) -> None:
    """Of two answers one wins."""
    waiting = JoinRequest.objects.filter(pk=request.pk, answer="")
    if not waiting.update(answer=answer, answered_at=at, answered_by=by, word=word):
        raise Refused(ANSWERED)


def _tell(request: JoinRequest, template: str, context: Mapping[str, Any], *, at: datetime) -> None:
    key = f"structure.join_answered:{request.pk}"
    notify([request.user], template, context, key=key, at=at)
