"""The second factor: set up, checked, taken away. Each deed is journaled and told to the person."""

from datetime import datetime
from hmac import compare_digest
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.identities.queries import (
    APPLICATION,
    KEY,
    application_of,
    factors_of,
    recovery_codes_of,
)
from passeurs.identities.sealing import SecondFactorAdapter
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify

STEP = 30  # seconds that a code of an application lasts (RFC 6238)
SKEW = 1  # steps by which a telephone’s clock may be wrong, either way
APPLICATION_DIGITS, RECOVERY_DIGITS = 6, 8
MOST_KEYS = 10
NOT_THIS_CODE = (
    "Ce code n’est pas celui de l’application à cet instant. Attendez le suivant, et vérifiez "
    "que l’heure de votre téléphone est réglée automatiquement."
)


@transaction.atomic
def add_application(user: User, secret: str, typed: str, *, at: datetime) -> None:
    """Make the application that computed `typed` a second factor; Refused when it is not right."""
    counter = _counter_of(secret, typed, after=0, at=at)
    if counter is None:
        raise Refused(NOT_THIS_CODE)
    if application_of(user):
        raise Refused("Une application est déjà réglée. Retirez-la d’abord, pour en changer.")
    row = TOTP.activate(user, secret).instance
    row.data["last"] = counter
    row.save(update_fields=["data"])
    _changed(user, "factor.application_added", row, at=at)


@transaction.atomic
def add_key(user: User, name: str, credential: dict[str, Any], *, at: datetime) -> None:
    """Keep a key whose registration has just been verified."""
    if factors_of(user).filter(type=KEY).count() >= MOST_KEYS:
        raise Refused(f"Vous avez déjà {MOST_KEYS} clés. Retirez-en une d’abord.")
    data = {"name": name, "credential": credential}
    row = Authenticator.objects.create(user=user, type=KEY, data=data)
    _changed(user, "factor.key_added", row, at=at)


@transaction.atomic
def remove_factor(row: Authenticator, *, by: User, at: datetime, is_owed: bool) -> None:
    """Take one factor away, and the recovery codes with the last one.

    Refused when it is the last of a person whose office asks for one (`is_owed`).
    """
    others = factors_of(row.user).exclude(pk=row.pk)
    if is_owed and not others.exists():
        raise Refused(
            "Votre fonction demande un second facteur\u00a0: réglez-en un autre avant de retirer "
            "celui-ci."
        )
    if not others.exists():
        Authenticator.objects.filter(user=row.user).exclude(pk=row.pk).delete()
    verb = "factor.application_removed" if row.type == APPLICATION else "factor.key_removed"
    _changed(by, verb, row, at=at)
    row.delete()


@transaction.atomic
def make_recovery_codes(user: User, *, at: datetime) -> None:
    """New recovery codes, to be shown until they are said to be kept; the former are void."""
    former = recovery_codes_of(user)
    if former:
        former.delete()
    row = RecoveryCodes.activate(user).instance
    if former:
        _changed(user, "factor.codes_renewed", row, at=at)


def codes_to_show(user: User) -> list[str]:
    """The recovery codes, while they have not been said to be kept; none afterwards."""
    row = recovery_codes_of(user)
    if row is None or row.wrap().did_view:
        return []
    return row.wrap().get_unused_codes()


@transaction.atomic
def keep_codes(user: User) -> None:
    """The person says they are written down: they are never shown again."""
    row = recovery_codes_of(user)
    if row:
        row.wrap().mark_as_viewed()


@transaction.atomic
def accept_code(user: User, typed: str, *, at: datetime) -> bool:
    """Whether `typed` is a code of the application never used before, or an unused recovery code.

    Either serves once. A recovery code that serves is told to the person.
    """
    if len(typed) == APPLICATION_DIGITS:
        return _accept_application(user, typed, at=at)
    return _accept_recovery(user, typed, at=at)


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, reason: str, at: datetime) -> int:
    """Forget every factor of a person who has lost them; they set one up at their next entry.

    Every session of theirs ends. Journaled with the reason, and told to the person.
    """
    count = factors_of(user).count()
    Authenticator.objects.filter(user=user).delete()
    for session in user.open_sessions.select_related("session"):
        session.session.delete()
    record("factor.reset", by=by, at=at, obj=user, reason=reason, data={"factors": count})
    context = {"user": user, "at": at, "reason": reason}
    notify([user], "identities/emails/reset", context, key=f"factor.reset:{user.pk}:{at}", at=at)
    return count


def _accept_application(user: User, typed: str, *, at: datetime) -> bool:
    rows = Authenticator.objects.select_for_update().filter(user=user, type=APPLICATION)
    row = rows.first()
    if row is None:
        return False
    try:
        secret = SecondFactorAdapter().decrypt(row.data["secret"])
    except InvalidToken:  # written with a key of the installation that is gone
        return False
    counter = _counter_of(secret, typed, after=row.data.get("last", 0), at=at)
    if counter is None:
        return False
    row.data["last"], row.last_used_at = counter, at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _accept_recovery(user: User, typed: str, *, at: datetime) -> bool:
    row = recovery_codes_of(user)
    if row is None:
        return False
    try:
        is_right = RecoveryCodes(row).validate_code(typed)
    except InvalidToken:
        return False
    if is_right:
        _changed(user, "factor.code_used", row, at=at)
    return is_right


def _counter_of(secret: str, typed: str, *, after: int, at: datetime) -> int | None:
    """The step of the clock at which the application says `typed`, later than `after`."""
    now = int(at.timestamp()) // STEP
    for counter in range(max(now - SKEW, after + 1), now + SKEW + 1):
        if compare_digest(format_hotp_value(hotp_value(secret, counter)), typed):
            return counter
    return None


DEEDS = {
    "factor.application_added": "une application a été réglée comme second facteur",
    "factor.application_removed": "l’application a été retirée",
    "factor.key_added": "une clé a été ajoutée",
    "factor.key_removed": "une clé a été retirée",
    "factor.codes_renewed": "les codes de secours ont été refaits",
    "factor.code_used": "un code de secours a servi",
}


def _changed(user: User, verb: str, row: Authenticator, *, at: datetime) -> None:
    entry = record(verb, by=user, at=at, obj=user)
    context = {"user": user, "deed": DEEDS[verb], "at": at}
    notify([user], "identities/emails/factor_changed", context, key=f"{verb}:{entry.pk}", at=at)
