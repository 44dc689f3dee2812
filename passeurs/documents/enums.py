"""What the antivirus said of a file."""

from django.db.models import TextChoices


class ScanState(TextChoices):
    """`NOT_SCANNED` is the word of an installation without a scanner: it bars nothing."""

    NOT_SCANNED = "not_scanned", "non analysé"
    WAITING = "waiting", "en cours d’analyse"
    CLEAN = "clean", "analysé, sain"
    INFECTED = "infected", "infecté"
