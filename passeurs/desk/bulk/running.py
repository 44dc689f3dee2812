"""The worker's part: one dossier after the other, from where the last worker stopped."""

from uuid import UUID

from django.tasks import task
from django.utils import timezone

from ..actions.jobs import beat, do_item, end_job
from ..enums import JobKind
from ..models import Job
from ..queries.jobs import left_of
from . import paper
from .gestures import GESTURES, Gesture

MOST_ROUNDS = 3
"""How often what was lost on the way is made again."""


@task
def run(job_id: str) -> None:
    """Do what is left of a job; harmless when run twice, or by two workers at once."""
    job = Job.objects.filter(pk=UUID(job_id)).select_related("owner").first()
    if job is None or not job.is_running:
        return
    gesture = GESTURES[JobKind(job.kind)]
    for _ in range(MOST_ROUNDS):
        if not _go_through(job, gesture):
            return
        if job.kind != JobKind.PAPER or not paper.make_again(job):
            break
    if job.kind == JobKind.PAPER:
        paper.bind(job, at=timezone.now())
    end_job(job, at=timezone.now())


def _go_through(job: Job, gesture: Gesture) -> bool:
    """Each dossier that is left; false once somebody stopped the job."""
    for pk in left_of(job):
        if not beat(job, at=timezone.now()):
            paper.clear(job)
            return False
        do_item(job, pk, gesture.code, gesture.do, at=timezone.now(), is_effect=gesture.is_effect)
    return beat(job, at=timezone.now())
