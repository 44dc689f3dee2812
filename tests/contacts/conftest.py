import pytest
from django.core.cache import cache

from tests.factories import contacts as make


@pytest.fixture(autouse=True)
def _fresh_counts():
    """The limit on messages is kept in the cache, which the database's rollback leaves alone."""
    cache.clear()


@pytest.fixture
def edition():
    return make.edition()
