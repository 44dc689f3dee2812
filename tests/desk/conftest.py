"""A region at its desk: the call of the year, and somebody of the coordination who has entered."""

import pytest

from tests.factories import calls, organisations


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours")


@pytest.fixture
def agent(client, edition):
    user = organisations.team_member("coordination", edition.coordination)
    client.force_login(user)
    return user
