"""What the worker does for the desk."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from .actions.dockets import forget_readings, read_dockets
from .actions.exports import forget_exports
from .actions.jobs import beat, forget_jobs, silent_jobs
from .bulk import paper, run

LOST_AFTER = timedelta(days=2)


@task
def read() -> None:
    """Every minute: the figures of what was touched."""
    read_dockets(at=timezone.now())


@task
def read_all_again() -> None:
    """Every night: a date has passed, which some rules judge; the next minutes read them again."""
    forget_readings(at=timezone.now())


@task
def forget() -> None:
    """Every hour: the exports and the jobs past their day."""
    forget_exports(at=timezone.now())
    forget_jobs(at=timezone.now())
    paper.clear_old(before=timezone.now() - LOST_AFTER)


@task
def take_up() -> None:
    """Every minute: the jobs whose worker was killed go on where it left them."""
    for job in silent_jobs(at=timezone.now()):
        beat(job, at=timezone.now())
        run.enqueue(str(job.pk))
