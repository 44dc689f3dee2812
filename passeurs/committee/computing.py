"""What the committee computes in the background."""

import logging
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from .actions.proposals import fail_proposal, find_proposal
from .models import Scenario

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
