import pytest
from django.core.cache import cache

from tests.factories import network, organisations
from tests.factories.accounts import person


@pytest.fixture(autouse=True)
def _no_count_from_another_test():
    cache.clear()


@pytest.fixture
def at():
    return network.AT


@pytest.fixture
def trame(db):
    return organisations.coordination("la-trame")


@pytest.fixture
def agent(trame):
    return organisations.team_member("coordination", trame)


@pytest.fixture
def holder(db):
    return person()


@pytest.fixture
def mjc(trame, holder):
    return organisations.structure(representative=holder, known_to=[trame], name="MJC d’essai")


@pytest.fixture
def card(trame, mjc):
    return network.card(trame, mjc, name="Élodie Énergie")
