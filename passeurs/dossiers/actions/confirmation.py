"""A partner's answer, given through its link: confirmed, declined, taken back, corrected."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family

from ..changes import Change
from ..enums import Answer, Confirmation
from ..models import Attachment, Partner, PartnerInvitation
from ..queries.invitations import letter_kind, letters_of
from ..queries.people import people_to_tell
from .attachments import attach
from .invitations import take_turn
from .noting import signature_of
from .saving import Saved, save_changes

GONE = "Le porteur a retiré cette ligne de son dossier : il n’attend plus de réponse."
MOVED = (
    "Le porteur a changé votre part pendant que vous lisiez. La voici telle qu’elle est : "
    "relisez-la, puis confirmez."
)
NOTHING_TO_TAKE_BACK = "Il n’y a pas de confirmation à reprendre."
NO_LETTER = "Cet appel ne demande pas de lettre aux partenaires."
MOST_LETTERS = 3
TOO_MANY = f"{MOST_LETTERS} fichiers sont déjà joints : demandez au porteur d’en retirer un."


@transaction.atomic
def confirm_part(
    invitation: PartnerInvitation, *, name: str, role: str, seen: str, at: datetime
) -> None:
    """Keep who confirms, in what quality, when, and what was confirmed; tell the holder.

    `seen` is the digest of the part that the page showed: another one
    now, and it is to be read again (`Refused`). A second click on the same word changes nothing
    and tells nobody.
    """
    held = _held(invitation, at=at)
    if seen != held.partner.basis_digest:
        raise Refused(nbsp(MOVED))
    if held.state == Confirmation.CONFIRMED:
        return
    changes = {"name": name, "role": role, "word": "", "basis": held.partner.basis}
    _answer(held, Answer.CONFIRMED, changes, at=at)


@transaction.atomic
def decline_part(invitation: PartnerInvitation, *, word: str, at: datetime) -> None:
    """Say no, with a word that the holder reads; one may still confirm later."""
    held = _held(invitation, at=at)
    if held.answer == Answer.DECLINED and held.word == word:
        return
    _answer(held, Answer.DECLINED, {"word": word, "basis": None}, at=at)


@transaction.atomic
def take_back_confirmation(invitation: PartnerInvitation, *, at: datetime) -> None:
    """Take one's confirmation back, before the dossier is filed; the holder is told."""
    held = _held(invitation, at=at)
    if held.answer != Answer.CONFIRMED:
        raise Refused(nbsp(NOTHING_TO_TAKE_BACK))
    _answer(held, Answer.WITHDRAWN, {"basis": None}, at=at)


@transaction.atomic
def correct_part(
    invitation: PartnerInvitation, changes: list[Change], *, version: int, at: datetime
) -> Saved:
    """Write a partner's corrections as any other text, signed by it, and tell the holder.

    What it had confirmed and corrects by itself stays confirmed. A field the holder changed
    meanwhile is set aside: both texts are kept, the holder chooses.
    """
    held = _held(invitation, at=at)
    partner = held.partner
    stood = held.state == Confirmation.CONFIRMED
    saved = save_changes(
        partner.dossier,
        "partners",
        changes,
        row=partner.key,
        version=version,
        by=None,
        at=at,
        signature=signature_of(partner),
        then=_follow(held) if stood else None,
    )
    if saved.names or saved.conflicts:
        _tell(held, "partner_corrected", f"{saved.version}:{at.isoformat()}", at=at)
    return saved


def attach_letter(invitation: PartnerInvitation, upload: Any, *, allowed: Any, at: datetime) -> Any:
    """Join the partner's letter, checked as every file; three at most. Raises `Refused`.

    The bytes are written between two transactions, never within one.
    """
    with transaction.atomic():
        held = _held(invitation, at=at)
    partner, asked = held.partner, letter_kind(held.partner.dossier.edition)
    if asked is None:
        raise Refused(nbsp(NO_LETTER))
    if letters_of(partner).count() >= MOST_LETTERS:
        raise Refused(nbsp(TOO_MANY))
    kind = asked["kind"]
    joined: Attachment = attach(
        partner.dossier, upload, kind=kind, allowed=allowed, by=None, at=at, partner=partner
    )
    with transaction.atomic():
        _record("partner.attach", held, at=at, kind=kind)
        _tell(held, "partner_attached", str(joined.pk), at=at)
    return joined


def mark_opened(invitation: PartnerInvitation, *, at: datetime) -> None:
    """Somebody is reading the page: said by the page itself, since machines open links too."""
    unseen = PartnerInvitation.objects.filter(pk=invitation.pk, opened_at=None, revoked_at=None)
    unseen.update(opened_at=at)


def _held(invitation: PartnerInvitation, *, at: datetime) -> PartnerInvitation:
    """The invitation read again once it is one's turn; refused when the holder withdrew it."""
    dossier = invitation.partner.dossier
    take_turn(dossier, at=at)
    held = PartnerInvitation.objects.filter(pk=invitation.pk, revoked_at=None)
    found = held.select_related("partner", "asked_by").first()
    if found is None:
        raise Refused(nbsp(GONE))
    found.partner.dossier = dossier
    return found


def _answer(
    held: PartnerInvitation, answer: Answer, changes: dict[str, Any], *, at: datetime
) -> None:
    """Write the answer, journal it and tell those who write for the holder."""
    told = {"answer": answer, "answered_at": at, "opened_at": held.opened_at or at, **changes}
    for name, value in told.items():
        setattr(held, name, value)
    held.save(update_fields=list(told))
    _record(f"partner.{answer}", held, at=at, basis=changes["basis"])
    _tell(held, f"partner_{answer}", at.isoformat(), at=at)


def _follow(held: PartnerInvitation) -> Callable[[Saved], None]:
    """After its own corrections, what the partner confirmed is what it has just written."""

    def keep(_saved: Saved) -> None:
        fresh = Partner.objects.get(pk=held.partner_id)
        PartnerInvitation.objects.filter(pk=held.pk).update(basis=fresh.basis)

    return keep


def _record(verb: str, held: PartnerInvitation, *, at: datetime, **data: Any) -> None:
    partner = held.partner
    told = {"partner": partner.key, "name": partner.name, "said_by": held.name, **data}
    scope = partner.dossier.edition.coordination.slug
    record(verb, by=None, at=at, obj=partner.dossier, data=told, scope=scope)


def _tell(held: PartnerInvitation, template: str, key: str, *, at: datetime) -> None:
    """Told to those who write for the holder; nobody else is concerned by a partner's word."""
    partner = held.partner
    holders, _ = people_to_tell(partner.dossier)
    context = {
        "partner": partner,
        "invitation": held,
        "dossier": partner.dossier,
        "edition": partner.dossier.edition,
    }
    template = f"dossiers/emails/{template}"
    key = f"{template}:{held.pk}:{key}"
    notify(holders, template, context, key=key, at=at, family=Family.PARTNERS)
