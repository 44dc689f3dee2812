from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import calls
from tests.factories import dossiers as factory

TODAY = timezone.localdate()


@pytest.fixture
def at():
    """An instant at which the demonstration's edition is open."""
    return factory.AT + timedelta(hours=1)


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
