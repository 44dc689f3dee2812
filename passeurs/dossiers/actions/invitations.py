"""Asking a partner for its word: the holder's side, and the reminders."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record
from passeurs.notifications.actions import post
from passeurs.notifications.enums import Family
from passeurs.notifications.queries import is_written_to
from passeurs.notifications.rendering import render

from ..concerns import concern_of_dossier
from ..enums import Answer, Confirmation, ReminderKind, State
from ..models import Dossier, Partner, PartnerInvitation, PartnerLink, Reminder, Section
from ..queries.invitations import silent_invitations
from ..reminding import PAUSE, due
from ..tokens import new_token
from ..workflow import NOT_EDITABLE, stamp

REMINDED = "dossiers/emails/partner_reminded"
LONGEST_LIFE = timedelta(days=60)
MOST_IN_AN_HOUR = 60
NAMELESS = "Donnez d’abord le nom de ce partenaire : il le lira en haut de sa page."
NO_ADDRESS = "Écrivez d’abord l’adresse e-mail de la personne à joindre."
TOO_SOON = (
    "Un message lui est parti il y a moins d’un jour. Laissez-lui le temps de répondre, "
    "ou appelez-le."
)
TOO_MANY = "Beaucoup d’invitations sont parties en une heure. Reprenez dans un moment."
NOT_AWAITED = "Ce partenaire n’attend plus de relance."
STOPPED = (
    "Ce partenaire ne veut plus être relancé par courriel, ou son adresse ne reçoit pas. "
    "Appelez-le."
)
NO_ANSWER = {
    "answer": "",
    "answered_at": None,
    "opened_at": None,
    "name": "",
    "role": "",
    "word": "",
    "basis": None,
    "revoked_at": None,
}


@transaction.atomic
def invite_partner(partner: Partner, *, by: Any, at: datetime) -> PartnerInvitation:
    """Ask a partner to confirm its part: a new link leaves, the former ones end.

    What was confirmed stands until the partner says otherwise; a refusal, or another address,
    starts anew, and the journal keeps it. Raises `Refused` without a name or an address, within a
    day of the last message to the same address (an hour when its part has changed since), or when
    not editable.
    """
    take_turn(partner.dossier, at=at)
    _refuse_without_card(partner)
    known = PartnerInvitation.objects.filter(partner=partner).first()
    if known:
        known.partner = partner
    _refuse_too_soon(known, partner.contact_email, at=at)
    _refuse_too_many(by=by, at=at)
    is_kept = known and known.answer == Answer.CONFIRMED and known.email == partner.contact_email
    invitation, _ = PartnerInvitation.objects.update_or_create(
        partner=partner,
        defaults={
            **({} if is_kept else NO_ANSWER),
            "email": partner.contact_email,
            "asked_by": by,
            "asked_at": at,
            "last_sent_at": at,
            "reminders": [],
        },
    )
    _tell_journal("partner.invite", invitation, by=by, at=at)
    send_link(invitation, "dossiers/emails/partner_invited", by=by, at=at)
    return invitation


@transaction.atomic
def remind_partner(partner: Partner, *, by: Any, at: datetime) -> None:
    """Write again to a partner who has not answered, by hand: once a day at most."""
    take_turn(partner.dossier, at=at)
    invitation = PartnerInvitation.objects.filter(partner=partner).first()
    if invitation is None or not invitation.is_awaited:
        raise Refused(nbsp(NOT_AWAITED))
    if at < invitation.last_sent_at + PAUSE:
        raise Refused(nbsp(TOO_SOON))
    if not is_written_to(invitation.email, Family.ASKED):
        raise Refused(nbsp(STOPPED))
    _tell_journal("partner.remind", invitation, by=by, at=at)
    send_link(invitation, REMINDED, by=by, at=at, family=Family.ASKED)


@transaction.atomic
def revoke_invitation(partner: Partner, *, by: Any, at: datetime) -> None:
    """Take the invitation back: its links end, and what was answered no longer counts."""
    take_turn(partner.dossier, at=at)
    invitation = PartnerInvitation.objects.filter(partner=partner, revoked_at=None).first()
    if invitation is None:
        return
    PartnerInvitation.objects.filter(pk=invitation.pk).update(**NO_ANSWER | {"revoked_at": at})
    invitation.links.filter(ended_at=None).update(ended_at=at)
    _tell_journal("partner.revoke", invitation, by=by, at=at)


@transaction.atomic
def renew_link(invitation: PartnerInvitation, *, at: datetime) -> bool:
    """Send a fresh link to the address that was invited, for who opened one that has ended.

    Never to anybody else, and once an hour at most: whether one left is all that is said.
    """
    held = PartnerInvitation.objects.select_for_update().get(pk=invitation.pk)
    dossier = invitation.partner.dossier
    is_over = not dossier.is_editable or dossier.edition.is_closed(at=at)
    if held.revoked_at or is_over or at < held.last_sent_at + timedelta(hours=1):
        return False
    send_link(invitation, "dossiers/emails/partner_renewed", by=None, at=at)
    return True


def send_due_reminders(*, at: datetime) -> int:
    """Write to the partners whose reminder has come, each in its own transaction; how many."""
    return sum(_remind_if_due(pk, at=at) for pk in silent_invitations(at=at))


@transaction.atomic
def _remind_if_due(pk: int, *, at: datetime) -> bool:
    """One reminder, whatever the number of those that are late: the others count as sent.

    Read again under a lock, so that two workers send one; never once filed, closed or answered.
    """
    held = PartnerInvitation.objects.select_for_update(of=("self",))
    invitation = held.select_related(
        "partner__dossier__edition__coordination", "partner__dossier__structure"
    ).get(pk=pk)
    dossier = invitation.partner.dossier
    if dossier.state not in {State.DRAFT, State.WITHDRAWN} or not invitation.is_silent:
        return False
    if at < invitation.last_sent_at + PAUSE or not is_written_to(invitation.email, Family.ASKED):
        return False
    closing_at = dossier.edition.filing_before_at
    codes = due(invitation.asked_at, closing_at, done=invitation.reminders, at=at)
    if not codes:
        return False
    invitation.reminders = [*invitation.reminders, *codes]
    invitation.save(update_fields=["reminders"])
    _tell_journal("partner.remind", invitation, by=None, at=at, reminders=codes)
    send_link(invitation, REMINDED, by=None, at=at, family=Family.ASKED)
    Reminder.objects.get_or_create(
        dossier=dossier,
        kind=ReminderKind.PARTNER,
        target=f"{invitation.pk}:{invitation.asked_at:%Y%m%dT%H%M%S}",
        step=codes[-1],
        due_at=closing_at,
        defaults={"sent_at": at, "people": 1},
    )
    return True


def send_link(
    invitation: PartnerInvitation, template: str, *, by: Any, at: datetime, family: str = ""
) -> None:
    """Write the message with a link of its own; the words are erased once they have left."""
    (token, digest), dossier = new_token(), invitation.partner.dossier
    expires_at = min(at + LONGEST_LIFE, dossier.edition.filing_before_at)
    invitation.links.filter(ended_at=None).update(ended_at=at)
    link = PartnerLink.objects.create(
        invitation=invitation, digest=digest, sent_at=at, sent_by=by, expires_at=expires_at
    )
    PartnerInvitation.objects.filter(pk=invitation.pk).update(last_sent_at=at)
    context = {
        "partner": invitation.partner,
        "dossier": dossier,
        "edition": dossier.edition,
        "asked_by": invitation.asked_by,
        "token": token,
        "state": invitation.state,
        "expires_at": expires_at,
    }
    letter = render(template, context)
    post(
        invitation.email,
        letter,
        key=f"partner.link:{link.pk}",
        at=at,
        is_secret=True,
        family=family,
        concern=concern_of_dossier(dossier),
    )


def take_turn(dossier: Dossier, *, at: datetime) -> None:
    """Hold the section of the partners as its writers do, then wait for a filing under way.

    Raises `Refused` once the dossier is filed or abandoned, or the call is closed.
    """
    Section.objects.select_for_update().get(dossier=dossier, code="partners")
    if dossier.edition.is_closed(at=at):
        raise Refused(NOT_EDITABLE)
    stamp(dossier, at=at)


def _refuse_without_card(partner: Partner) -> None:
    if not partner.name.strip():
        raise Refused(nbsp(NAMELESS))
    if not partner.contact_email:
        raise Refused(nbsp(NO_ADDRESS))


def _refuse_too_soon(known: PartnerInvitation | None, email: str, *, at: datetime) -> None:
    if known is None or known.email != email or known.revoked_at:
        return
    pause = timedelta(hours=1) if known.state == Confirmation.STALE else PAUSE
    if at < known.last_sent_at + pause:
        raise Refused(nbsp(TOO_SOON))


def _refuse_too_many(*, by: Any, at: datetime) -> None:
    in_the_hour = PartnerLink.objects.filter(sent_by=by, sent_at__gt=at - timedelta(hours=1))
    if in_the_hour.count() >= MOST_IN_AN_HOUR:
        raise Refused(nbsp(TOO_MANY))


def _tell_journal(
    verb: str, invitation: PartnerInvitation, *, by: Any, at: datetime, **data: Any
) -> None:
    partner = invitation.partner
    scope = partner.dossier.edition.coordination.slug
    told = {"partner": partner.key, "name": partner.name, **data}
    record(verb, by=by, at=at, obj=partner.dossier, data=told, scope=scope)
