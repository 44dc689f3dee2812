"""What the worker does of itself for structures."""

from django.tasks import task
from django.utils import timezone

from .models import Structure
from .register import see

MOST_A_NIGHT = 500


@task
def read_register() -> None:
    """Ask the register about the SIRET that it has not told of; stop when it does not answer."""
    waiting = Structure.objects.exclude(siret=None).filter(register_seen_on=None)
    for structure in waiting.order_by("created_at", "pk")[:MOST_A_NIGHT]:
        if not see(structure, at=timezone.now()):
            break
