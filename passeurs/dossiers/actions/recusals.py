"""Keeping away from a dossier those whom something ties to it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record

from ..enums import FILED, Tie
from ..models import Dossier, Recusal
from ..queries.interests import judges_of, ties_of

LONGEST = 300
SAY_WHY = "Dites en quelques mots ce qui vous lie à ce dossier."
TOO_LONG = f"Cette précision est trop longue : {LONGEST} caractères au plus."
SAY_WHY_LIFTED = "Dites en quelques mots pourquoi ce lien n’en est pas un."
OWN = "Nul ne lève son propre déport : demandez à quelqu’un d’autre de la coordination."
LIFTED = "Ce déport est déjà levé : rechargez la page."


@transaction.atomic
def find_recusals(dossier: Dossier, *, at: datetime, judges: Any = None) -> int:
    """Keep away those whom a written fact ties to a filed dossier; how many ties are new.

    A tie that was lifted stays lifted. Journaled, without the name of what ties.
    """
    known = set(Recusal.objects.filter(dossier=dossier).values_list("user", "tie"))
    found = [pair for pair in ties_of(dossier, judges) if pair not in known]
    rows = [Recusal(dossier=dossier, user_id=user, tie=tie, at=at) for user, tie in found]
    made = Recusal.objects.bulk_create(rows, ignore_conflicts=True)
    for user, tie in found:
        _journal(dossier, "found", user, tie, by=None, at=at)
    return len(made)


def find_in(dossiers: Any, *, at: datetime) -> int:
    """The same for many, team by team; how many ties are new."""
    judges: dict[int, Any] = {}
    count = 0
    filed = dossiers.filter(state__in=FILED).select_related("edition", "structure")
    for dossier in filed.order_by("edition__coordination", "pk").iterator(chunk_size=200):
        team = dossier.edition.coordination_id
        if team not in judges:
            judges[team] = judges_of(team)
        if judges[team]:
            count += find_recusals(dossier, at=at, judges=judges[team])
    return count


@transaction.atomic
def declare_recusal(
    dossier: Dossier, user: User, *, reason: str, by: User, at: datetime
) -> Recusal:
    """Keep somebody away at their word, or by what the coordination was told. Journaled.

    Said again, the first stands, and one that was lifted is in force anew. Raises `Refused`
    without a reason.
    """
    reason = _said(reason, SAY_WHY)
    told = {"reason": reason, "by": by, "at": at}
    cleared = {"lifted_at": None, "lifted_by": None, "lifted_because": ""}
    key = {"dossier": dossier, "user": user, "tie": Tie.DECLARED}
    recusal, is_new = Recusal.objects.get_or_create(**key, defaults=told)
    if is_new or Recusal.objects.filter(pk=recusal.pk, lifted_at__isnull=False).update(
        **told, **cleared
    ):
        _journal(dossier, "declared", user.pk, Tie.DECLARED, by=by, at=at)
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, reason: str, by: User, at: datetime) -> None:
    """Say that a tie is none: the person reads and judges again. Journaled with the reason.

    Raises `Refused` for one's own, without a reason, or once it is lifted.
    """
    reason = _said(reason, SAY_WHY_LIFTED)
    if recusal.user_id == by.pk:
        raise Refused(nbsp(OWN))
    told = {"lifted_at": at, "lifted_by": by, "lifted_because": reason}
    if not Recusal.objects.filter(pk=recusal.pk, lifted_at=None).update(**told):
        raise Refused(nbsp(LIFTED))
    _journal(recusal.dossier, "lifted", recusal.user_id, recusal.tie, by=by, at=at)


def _said(text: str, otherwise: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Refused(otherwise)
    if len(words) > LONGEST:
        raise Refused(nbsp(TOO_LONG))
    return words


def _journal(
    dossier: Dossier, deed: str, user: int, tie: str, *, by: User | None, at: datetime
) -> None:
    data = {"user": user, "tie": str(tie)}
    scope = dossier.edition.coordination.slug
    record(f"recusal.{deed}", by=by, at=at, obj=dossier, data=data, scope=scope)
