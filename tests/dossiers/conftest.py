from datetime import UTC, date, datetime

import pytest

from tests.factories import calls
from tests.factories import dossiers as factory

TODAY = date(2026, 11, 22)


@pytest.fixture
def at():
    """An instant at which the demonstration's edition is open."""
    return datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def edition(db):
    return calls.edition("occitanie-en-cours", today=TODAY)


@pytest.fixture
def draft(edition):
    return factory.dossier(edition)


@pytest.fixture
def ready(edition):
    """A dossier that may be filed."""
    return factory.complete_dossier(edition)
