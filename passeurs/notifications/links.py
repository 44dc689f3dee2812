"""The link that stops a family of messages: signed, for one message, without any address in it."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import OutboxMessage

LONGEST = 200


def stop_url(message: OutboxMessage) -> str:
    """Whole, fit for a header and for the foot of a message; it never ends."""
    token = _signer().sign(message.pk.hex)
    return f"{settings.SITE_URL}{reverse('notifications:stop', args=[token])}"


def message_of(token: str) -> OutboxMessage | None:
    """The message of a link, or None for one that is not ours or cannot be refused."""
    if len(token) > LONGEST:
        return None
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        return None
    found = OutboxMessage.objects.exclude(family="")
    return found.filter(pk=pk).defer("text", "html").first()


def _signer() -> Signer:
    """Made at each use: the key may be turned, or set by a test."""
    return Signer(salt="notifications.stop", sep=".")
