"""Knowing a person by the identity that ProConnect vouches for."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.actions import open_account
from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.identities.models import LinkedIdentity
from passeurs.identities.proconnect import Facts
from passeurs.journal.actions import record


@transaction.atomic
def person_of(facts: Facts, *, at: datetime) -> User | None:
    """The person of this identity, linked by an address that ProConnect has verified.

    None when the address is not verified: whoever says so proves it by a code first.
    """
    known = LinkedIdentity.objects.filter(issuer=facts.issuer, subject=facts.subject)
    linked = known.select_related("user").first()
    if linked:
        if not linked.user.is_active:
            raise Refused("Ce compte est fermé. Écrivez à votre coordination pour le rouvrir.")
        known.update(last_used_at=at)
        return linked.user
    if not (facts.email and facts.is_email_verified):
        return None
    user = open_account(facts.email)
    if not user.has_name:
        user.first_name, user.last_name = facts.first_name, facts.last_name
        user.save(update_fields=["first_name", "last_name"])
    link(user, issuer=facts.issuer, subject=facts.subject, at=at)
    return user


@transaction.atomic
def link(user: User, *, issuer: str, subject: str, at: datetime) -> None:
    """Tie the identity to the person; told to the journal. One already tied stays where it is."""
    _, is_new = LinkedIdentity.objects.get_or_create(
        issuer=issuer,
        subject=subject,
        defaults={"user": user, "linked_at": at, "last_used_at": at},
    )
    if is_new:
        record("identity.linked", by=user, at=at, obj=user)
