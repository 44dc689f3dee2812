"""Reading in the background what a change would do to many dossiers."""

import logging
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from .actions.changing import fail_change, read_change
from .enums import ChangeState
from .models import Change

logger = logging.getLogger(__name__)


@task
def read(change_id: str) -> None:
    """Read one change; harmless when run twice."""
    change = Change.objects.select_related("edition").filter(pk=UUID(change_id)).first()
    if change is None or change.state != ChangeState.WAITING:
        return
    try:
        read_change(change, at=timezone.now())
    except Exception:
        logger.exception("reading a change failed")
        fail_change(change, at=timezone.now())
