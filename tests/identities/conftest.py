"""Fresh limits, and people of a team and of a structure."""

import re

import pytest
from django.core.cache import cache

from tests.factories.accounts import person
from tests.factories.organisations import coordination, team_member


def figures_in(page):
    """The recovery codes a page shows."""
    return [code.replace(" ", "") for code in re.findall(r"<li>(\d{4} \d{4})</li>", page)]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def region(db):
    return coordination("la-trame")


@pytest.fixture
def agent(region):
    return team_member("coordination", region)


@pytest.fixture
def holder(db):
    return person()
