"""The closed lists of the editions' screens."""

from django.db.models import TextChoices


class ChangeState(TextChoices):
    """Where a change to an open edition stands."""

    WAITING = "waiting", "à lire"
    RUNNING = "running", "en lecture"
    READY = "ready", "à confirmer"
    APPLIED = "applied", "appliqué"
    DROPPED = "dropped", "abandonné"
    FAILED = "failed", "interrompu"
