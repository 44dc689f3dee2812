"""What events do by themselves: reminders, certificates, needs forgotten."""

from django.tasks import task
from django.utils import timezone

from .actions.attendance import issue_certificates
from .actions.following import forget_needs, send_reminders


@task
def remind() -> None:
    """Write a week before and the day before; harmless when run twice."""
    send_reminders(at=timezone.now())


@task
def certify() -> None:
    """Make and send the certificates of what was held; harmless when run twice."""
    issue_certificates(at=timezone.now())


@task
def forget() -> None:
    """Erase diets and travel thirty days after; harmless when run twice."""
    forget_needs(at=timezone.now())
