"""What is done at night: the journal read again, dead sessions swept away."""

from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from passeurs.identities.actions import watching


@task
def watch_journal() -> None:
    """Harmless when run twice: the same faults are told once a day."""
    watching.watch_journal(at=timezone.now())


@task
def sweep_sessions() -> None:
    """Forget the sessions that have expired, with what was noted of them."""
    call_command("clearsessions")
