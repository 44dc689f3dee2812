"""What must be true before the platform starts."""

from django.conf import settings
from django.core import checks


def refuse_open_doors(**_options):
    """The demonstration lets anyone enter as anyone: never on a site that serves the public."""
    hardened = settings.SESSION_COOKIE_SECURE or settings.SECURE_HSTS_SECONDS
    if not settings.DEMONSTRATION or not hardened:
        return []
    return [
        checks.Error(
            "Le mode démonstration laisse entrer n’importe qui\u00a0: il est refusé avec "
            "les réglages de production.",
            hint="Retirez PASSEURS_DEMONSTRATION, ou servez avec config.settings.dev.",
            id="passeurs.E001",
        )
    ]
