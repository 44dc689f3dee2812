"""What the journeys start from: an open call, its places and its films, and a letter box."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import calls, films
from tests.factories.territories import CommuneFactory


@pytest.fixture
def call(transactional_db):
    """The demonstration's open edition, with one film on each list, and the town of Cahors."""
    cache.clear()  # how often one may write and ask for a code
    CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    edition = calls.edition("occitanie-en-cours", today=timezone.localdate())
    films.listed(edition, "Le Phare inventé", lists=("open_air", "accompanied"), duration_min=82)
    return edition
