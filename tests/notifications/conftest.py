from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture
def peer(smtp_peer, settings):
    """The real SMTP server, and the words of an app that does not exist."""
    settings.DEFAULT_FROM_EMAIL = "Passeurs d’images <bonjour@passeurs.example>"
    settings.SITE_URL = "https://passeurs.example"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
    return smtp_peer
