"""What a dossier does by itself: reminders to silent partners, messages sent together."""

from django.tasks import task
from django.utils import timezone

from .actions.corrections import lapse_requests
from .actions.messages import mail_messages
from .actions.recusals import find_in
from .actions.reminders import send_reminders
from .actions.typing import close_lapsed
from .actions.zonings import compare_new_vintages
from .forms.single import FIELDS
from .forms.typed import typed_lines
from .models import Dossier


@task
def remind() -> None:
    """Write to whoever owes something by a date that comes near; harmless when run twice."""
    send_reminders(at=timezone.now())


@task
def mail_exchanges() -> None:
    """Send the messages that have waited for those written near them; harmless when run twice."""
    mail_messages(at=timezone.now())


@task
def end_typing() -> None:
    """Close the typing sessions whose time is over, and tell; harmless when run twice."""
    close_lapsed(at=timezone.now(), telling=typed_lines)


@task
def end_corrections() -> None:
    """Put aside what was typed and not sent back by its date; harmless when run twice."""
    lapse_requests(at=timezone.now(), fields=FIELDS)


@task
def find_ties() -> None:
    """Keep away those whom something new ties to a filed dossier; harmless when run twice."""
    find_in(Dossier.objects.all(), at=timezone.now())


@task
def compare_places() -> None:
    """Tell which places a new vintage classes otherwise; harmless when run twice."""
    compare_new_vintages(at=timezone.now())
