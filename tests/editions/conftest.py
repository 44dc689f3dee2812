"""A region that prepares its call, and the person of the coordination who has entered."""

import pytest

from tests.factories import calls, organisations


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours")


@pytest.fixture
def draft(edition):
    return calls.edition("occitanie-2024", is_public=False)


@pytest.fixture
def agent(client, edition):
    user = organisations.team_member("coordination", edition.coordination)
    client.force_login(user)
    return user
