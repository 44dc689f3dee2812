"""What the committee computes in the background."""

import logging
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from .actions.annotations import forget_annotations
from .actions.chasing import chase_readers
from .actions.files import fail_file, forget_files, make_file
from .actions.proposals import fail_proposal, find_proposal
from .models import Scenario, SittingFile

logger = logging.getLogger(__name__)


@task
def propose(scenario_id: str) -> None:
    """Compute the proposal asked for; harmless when run twice."""
    related = Scenario.objects.select_related("sitting__edition__coordination", "searched_by")
    scenario = related.filter(pk=UUID(scenario_id)).first()
    if scenario is None or not scenario.is_running:
        return
    try:
        find_proposal(scenario, at=timezone.now())
    except Exception:
        logger.exception("sharing out failed")
        fail_proposal(scenario)


@task
def bind(file_id: str) -> None:
    """Make the copy asked for, and tell its reader; harmless when run twice."""
    related = SittingFile.objects.select_related("sitting__edition__coordination", "reader")
    file = related.defer("content").filter(pk=UUID(file_id)).first()
    if file is None or not file.is_running:
        return
    try:
        make_file(file, at=timezone.now(), tells=True)
    except Exception:
        logger.exception("the file of a sitting failed")
        fail_file(file)


@task
def forget() -> None:
    """Every hour: the copies past their week, the notes past their six months."""
    forget_files(at=timezone.now())
    forget_annotations(at=timezone.now())


@task
def chase() -> None:
    """Every quarter of an hour: those who have dossiers left to read; harmless when run twice."""
    chase_readers(at=timezone.now())
