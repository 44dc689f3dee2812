"""What every invitation goes through, whatever one is invited to: sent, sent again, answered."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.notifications.actions import notify, post
from passeurs.notifications.rendering import render

from ..enums import Answer
from ..models import Invitation, Structure
from ..models.invitation import LIFETIME
from ..tokens import digest_of

PAUSE = timedelta(minutes=10)
OWN_ADDRESS = "Cette adresse est la vôtre\u00a0: vous y êtes déjà."
INVITED_ALREADY = (
    "Une invitation attend déjà à cette adresse\u00a0: vous pouvez la renvoyer ci-dessous."
)
JUST_SENT = "Ce courriel vient de partir\u00a0: attendez dix minutes avant de le renvoyer."
NOT_YOURS = "Cette invitation a été envoyée à une autre adresse que la vôtre."
EXPIRED = "Cette invitation a expiré\u00a0: demandez que l’on vous en envoie une autre."
ANSWERED = "Cette invitation a déjà reçu une réponse, ou vient d’être annulée."


def send_new(invitation: Invitation, template: str, *, at: datetime) -> None:
    """Write the invitation and its message. Raises `Refused` when one is pending there already."""
    token = _new_term(invitation, at=at)
    invitation.invited_at = at
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(INVITED_ALREADY) from error
    _post(invitation, template, token, at=at)


@transaction.atomic
def send_again(invitation: Invitation, template: str, *, by: User, at: datetime) -> None:
    """A new link and a new term; the former link stops working.

    Raises `Refused` once answered, or within ten minutes of the last sending.
    """
    token = _new_term(invitation, at=at)
    waiting = _pending(invitation).filter(sent_at__lte=at - PAUSE)
    names = ("token_digest", "sent_at", "expires_at")
    columns = {name: getattr(invitation, name) for name in names}
    if not waiting.update(invited_by=by, **columns):
        raise Refused(JUST_SENT if _pending(invitation).exists() else ANSWERED)
    invitation.invited_by = by
    _post(invitation, template, token, at=at)


def accept(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Close it as accepted; of two clicks one wins.

    Raises `Refused` to anyone but its addressee, past its term, and once answered.
    """
    if not invitation.is_for(by):
        raise Refused(NOT_YOURS)
    if not _pending(invitation).filter(expires_at__gt=at).exists():
        raise Refused(EXPIRED if _pending(invitation).exists() else ANSWERED)
    close(invitation, Answer.ACCEPTED, by=by, at=at)


def decline(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Close it as declined. Raises `Refused` to anyone but its addressee."""
    if not invitation.is_for(by):
        raise Refused(NOT_YOURS)
    close(invitation, Answer.DECLINED, by=by, at=at)


def close(invitation: Invitation, answer: Answer, *, by: User, at: datetime) -> None:
    """One conditional update; raises `Refused` when an answer was there first."""
    if not _pending(invitation).update(answer=answer, answered_at=at, answered_by=by):
        raise Refused(ANSWERED)
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, at, by


def tell_inviter(invitation: Invitation, what: str, *, at: datetime) -> None:
    """Say what the addressee answered to who invited them; `what` names what it was to."""
    notify(
        [invitation.invited_by],
        "organisations/emails/invitation_answered",
        {"invitation": invitation, "what": what, "by": invitation.answered_by},
        key=f"invitation.answered:{invitation.pk}",
        at=at,
    )


def hand_over(structure: Structure, *, giver: User, taker: User) -> int:
    """The invitations that `giver` has open for a structure are `taker`'s from now on; how many.

    Of every kind: an application above that invites to something of a structure takes part by
    its subclass of `Invitation`.
    """
    moved = 0
    for kind in Invitation.__subclasses__():
        found = kind.objects.of_structure(structure).pending()
        moved += found.filter(invited_by=giver).update(invited_by=taker)
    return moved


def _new_term(invitation: Invitation, *, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.sent_at, invitation.expires_at = at, at + LIFETIME
    return token


def _post(invitation: Invitation, template: str, token: str, *, at: datetime) -> None:
    """The words hold the link: they are not kept once the message has left."""
    context = {"invitation": invitation, "token": token, "by": invitation.invited_by}
    key = f"invitation:{invitation.pk}:{invitation.token_digest[:12]}"
    post(invitation.email, render(template, context), key=key, at=at, is_secret=True)


def _pending(invitation: Invitation) -> models.QuerySet[Invitation]:
    return type(invitation).objects.pending().filter(pk=invitation.pk)
