"""Somebody has entered: their session is written down, an unknown browser is told to them."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.identities.models import Device, OpenSession
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify


@transaction.atomic
def welcome_device(user: User, digest: str, family: str, *, at: datetime) -> None:
    """Know this browser from now on; tell the person when they never entered from it.

    The first browser of all is not told: there is nothing to compare it with.
    """
    facts = {"family": family, "first_seen_at": at, "last_seen_at": at}
    device, is_new = Device.objects.get_or_create(user=user, digest=digest, defaults=facts)
    if not is_new:
        Device.objects.filter(pk=device.pk).update(family=family, last_seen_at=at)
        return
    if user.devices.exclude(pk=device.pk).exists():
        record("device.new", by=user, at=at, obj=user, data={"family": family})
        context = {"user": user, "family": family, "at": at}
        notify(
            [user], "identities/emails/new_device", context, key=f"device.new:{device.pk}", at=at
        )


@transaction.atomic
def open_session(user: User, session_key: str, family: str, *, at: datetime) -> OpenSession:
    """Write the session down among those the person holds."""
    opened, _ = OpenSession.objects.get_or_create(
        session_id=session_key,
        defaults={"user": user, "family": family, "opened_at": at, "seen_at": at},
    )
    return opened


def see_session(session_key: str, *, at: datetime) -> None:
    """The session is still in use."""
    OpenSession.objects.filter(session_id=session_key).update(seen_at=at)


@transaction.atomic
def close_session(opened: OpenSession, *, by: User, at: datetime) -> None:
    """End one session: whoever holds it is outside at their next page."""
    record("session.closed", by=by, at=at, obj=opened.user, data={"family": opened.family})
    Session.objects.filter(pk=opened.session_id).delete()


@transaction.atomic
def close_other_sessions(user: User, *, kept: str, at: datetime) -> int:
    """End every session of the person but the one named `kept`; how many there were."""
    others = OpenSession.objects.filter(user=user).exclude(session_id=kept)
    keys = list(others.values_list("session_id", flat=True))
    if keys:
        record("session.others_closed", by=user, at=at, obj=user, data={"count": len(keys)})
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
