"""How long the words of a message are kept."""

from datetime import datetime, timedelta

from django.conf import settings

from .enums import ENDED
from .models import OutboxMessage


def erase_old_words(*, at: datetime) -> int:
    """Empty the messages whose last try is older than `MAIL_KEPT_DAYS`; how many there were.

    To whom, about what and when stay: they prove that a person was told. Messages still to be
    sent are never touched.
    """
    ended = OutboxMessage.objects.filter(
        state__in=ENDED,
        next_attempt_at__lt=at - timedelta(days=settings.MAIL_KEPT_DAYS),
    )
    return ended.exclude(text="").update(text="", html="", attachments=[])
