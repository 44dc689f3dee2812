"""Who looks after the platform: named for good, or let in by an emergency, always told to all."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.identities.models import Administrator
from passeurs.identities.queries import administrators
from passeurs.identities.sealing import keyed_digest
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

LINK_LASTS = timedelta(minutes=15)
RIGHT_LASTS = timedelta(hours=2)
LINK = "break_glass"  # the salt of its digest
SPENT = (
    "Ce lien a déjà servi, ou son quart d’heure est passé. Demandez-en un autre à qui tient le "
    "serveur."
)


@transaction.atomic
def name_administrator(user: User, *, reason: str, at: datetime) -> Administrator:
    """Give the right for good; journaled, and told to every administrator."""
    if Administrator.objects.standing(at=at).filter(user=user, expires_at=None).exists():
        raise Refused(f"{user.email} est déjà administrateur.")
    right = Administrator.objects.create(user=user, reason=reason, granted_at=at)
    _tell("administrator.named", right, "devient administrateur", at=at)
    return right


@transaction.atomic
def break_glass(user: User, *, reason: str, at: datetime) -> str:
    """Give the right for two hours, and a link that enters once within a quarter of an hour.

    Returns the secret of the link: only its digest is kept. Journaled, and told to every
    administrator.
    """
    token = token_urlsafe(32)
    right = Administrator.objects.create(
        user=user,
        reason=reason,
        granted_at=at,
        expires_at=at + RIGHT_LASTS,
        link_digest=keyed_digest(LINK, token),
        link_expires_at=at + LINK_LASTS,
    )
    _tell("administrator.glass_broken", right, "reçoit un accès d’urgence de deux heures", at=at)
    return token


@transaction.atomic
def use_link(token: str, *, at: datetime) -> Administrator:
    """Spend the link; Refused when it is unknown, spent, too old, or its right withdrawn."""
    rights = Administrator.objects.standing(at=at).select_for_update()
    right = rights.filter(link_digest=keyed_digest(LINK, token)).first()
    if right is None or right.link_used_at or right.link_expires_at <= at:
        raise Refused(SPENT)
    if not right.user.is_active:
        raise Refused("Ce compte est fermé.")
    right.link_used_at = at
    right.save(update_fields=["link_used_at"])
    record("administrator.entered", by=right.user, at=at, obj=right.user, reason=right.reason)
    return right


@transaction.atomic
def revoke_administrator(user: User, *, reason: str, at: datetime) -> int:
    """Withdraw every right of the person, and end their sessions; how many rights there were."""
    rights = list(Administrator.objects.standing(at=at).filter(user=user))
    for right in rights:
        _tell("administrator.revoked", right, "n’est plus administrateur", at=at, reason=reason)
    Administrator.objects.filter(pk__in=[right.pk for right in rights]).update(revoked_at=at)
    if rights:
        for opened in user.open_sessions.select_related("session"):
            opened.session.delete()
    return len(rights)


def _tell(verb: str, right: Administrator, deed: str, *, at: datetime, reason: str = "") -> None:
    """Write the deed down and tell it to every administrator, the person among them."""
    reason = reason or right.reason
    entry = record(verb, by=None, at=at, obj=right.user, reason=reason)
    context = {"user": right.user, "deed": deed, "reason": reason, "at": at}
    people = {person.pk: person for person in (*administrators(at=at), right.user)}
    key = f"{verb}:{entry.pk}"
    notify(people.values(), "identities/emails/administrator", context, key=key, at=at)
