"""From a contact to a dossier: inviting the person, and what their yes brings about."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.contacts.actions import tie_contact
from passeurs.contacts.models import Contact
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.journal.actions import record
from passeurs.organisations.actions import inviting, register_structure
from passeurs.organisations.actions.invitations import admit
from passeurs.organisations.enums import Answer, MemberRole
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import representatives_of

from ..changes import AttributeChange
from ..models import Dossier, Origin, StartInvitation
from .saving import save_changes
from .start import start_dossier

TEMPLATE = "dossiers/emails/start_invited"
REPRESENTED = (
    "Cette structure a déjà quelqu’un qui la représente : demandez à la rejoindre, "
    "puis ouvrez le dossier."
)
NOT_YOURS = (
    "Cette structure est déjà inscrite, et vous n’en êtes pas membre : demandez à la rejoindre."
)
NO_STRUCTURE = "Rattachez d’abord cet échange à une structure : c’est elle qui porte le dossier."
BEGUN = "Cette structure a déjà un dossier pour cet appel."


@transaction.atomic
def invite_to_start(  # noqa: PLR0913 - whom, and with which first words
    contact: Contact,
    *,
    email: str,
    title: str = "",
    summary: str = "",
    word: str = "",
    dossier: Dossier | None = None,
    by: User,
    at: datetime,
) -> StartInvitation:
    """Send the person of a contact a link to start a dossier, valid fourteen days.

    `dossier`, where the coordination has begun one for them: the link leads to it. Raises `Refused`
    for one's own address, once the call is closed, or where an invitation is pending.
    """
    email = email.strip().lower()
    if email == by.email:
        raise Refused(inviting.OWN_ADDRESS)
    if contact.edition.is_closed(at=at):
        raise Refused("L’appel est clos\u00a0: on ne peut plus y ouvrir de dossier.")
    invitation = StartInvitation(
        contact=contact,
        email=email,
        title=title,
        summary=summary,
        word=word,
        dossier=dossier,
        invited_by=by,
    )
    inviting.send_new(invitation, TEMPLATE, at=at)
    _record("dossier.start_invited", invitation, by=by, at=at)
    return invitation


def invite_again(invitation: StartInvitation, *, by: User, at: datetime) -> None:
    """A new link, fourteen more days; the former link stops working."""
    inviting.send_again(invitation, TEMPLATE, by=by, at=at)


@transaction.atomic
def cancel_invitation(invitation: StartInvitation, *, by: User, at: datetime) -> None:
    """Its link says so from now on. Refused once answered."""
    inviting.close(invitation, Answer.CANCELLED, by=by, at=at)
    _record("dossier.start_cancelled", invitation, by=by, at=at)


@transaction.atomic
def decline_invitation(invitation: StartInvitation, *, by: User, at: datetime) -> None:
    inviting.decline(invitation, by=by, at=at)
    _record("dossier.start_declined", invitation, by=by, at=at)
    inviting.tell_inviter(invitation, invitation.contact.structure_name, at=at)


@transaction.atomic
def accept_invitation(
    invitation: StartInvitation, *, structure: Structure, by: User, at: datetime
) -> Dossier:
    """The person says yes: their dossier is there, begun with what the contact told.

    `structure` is the one that carries it: new, one's own, or the one that the coordination tied
    the contact to, which the person then represents if nobody does. The contact counts for it.
    Raises `Refused` to anyone but the addressee, once answered, past its term, for a structure
    that is others', and when the call is not open; nothing is then written.
    """
    inviting.accept(invitation, by=by, at=at)
    contact = invitation.contact
    structure = _carrier(contact, structure, by=by, at=at)
    if contact.structure_id != structure.pk:
        tie_contact(contact, structure, by=by, at=at)
    dossier = invitation.dossier
    if dossier is None or dossier.structure_id != structure.pk:
        dossier = start_dossier(contact.edition, structure, by=by, at=at, title=invitation.title)
        _write_summary(dossier, invitation.summary, by=by, at=at)
        StartInvitation.objects.filter(pk=invitation.pk).update(dossier=dossier)
    Origin.objects.update_or_create(contact=contact, defaults={"dossier": dossier})
    _record("dossier.start_accepted", invitation, by=by, at=at)
    inviting.tell_inviter(invitation, structure.name, at=at)
    return dossier


@transaction.atomic
def start_for(contact: Contact, *, title: str, by: User, at: datetime) -> Dossier:
    """The coordination begins a dossier for the structure of a contact, to type in it.

    Only its holder files it, once invited. Raises `Refused` without a structure, where the
    structure has one for this call, or when the call is not open.
    """
    if contact.structure is None:
        raise Refused(nbsp(NO_STRUCTURE))
    mine = Dossier.objects.filter(structure=contact.structure, edition=contact.edition)
    if mine.exists():
        raise Refused(nbsp(BEGUN))
    dossier = start_dossier(contact.edition, contact.structure, by=by, at=at, title=title)
    Origin.objects.update_or_create(contact=contact, defaults={"dossier": dossier})
    return dossier


def _carrier(contact: Contact, structure: Structure, *, by: User, at: datetime) -> Structure:
    """The structure, once it is sure that the person may speak for it."""
    if structure.created_at is None:
        return register_structure(structure, by=by, at=at)
    roles = {MemberRole.REPRESENTATIVE, MemberRole.EDITOR}
    if structure.memberships.filter(user=by, role__in=roles).exists():
        return structure
    if contact.structure_id != structure.pk:
        raise Refused(nbsp(NOT_YOURS))
    if representatives_of(structure):
        raise Refused(nbsp(REPRESENTED))
    admit(structure, by, role=MemberRole.REPRESENTATIVE)
    record("structure.member_added", by=by, at=at, obj=structure, data={"role": "representative"})
    return structure


def _write_summary(dossier: Dossier, summary: str, *, by: User, at: datetime) -> None:
    if not summary:
        return
    change = AttributeChange(
        name="summary", value=summary, before="", target=dossier.project, attribute="summary"
    )
    save_changes(dossier, "project", [change], version=0, by=by, at=at)


def _record(verb: str, invitation: StartInvitation, *, by: User, at: datetime) -> None:
    """The journal names the invitation, never the address."""
    contact = invitation.contact
    data = {"invitation": str(invitation.pk)}
    record(verb, by=by, at=at, obj=contact, data=data, scope=contact.coordination.slug)
