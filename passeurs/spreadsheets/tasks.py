"""What the worker does of itself."""

from django.tasks import task
from django.utils import timezone

from .actions import forget_expired


@task
def forget():
    """Erase the files sent and never confirmed."""
    return forget_expired(at=timezone.now())
