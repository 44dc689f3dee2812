"""A coordination, who works for it, an open event of ten places."""

import pytest

from passeurs.events.models import Registration
from tests.factories import dossiers, organisations
from tests.factories import events as factory


@pytest.fixture
def at():
    return dossiers.AT


@pytest.fixture
def region(db):
    return organisations.coordination("la-trame", referent_name="Salomé Vidalens")


@pytest.fixture
def agent(region):
    return organisations.team_member("coordination", region, first_name="Salomé")


@pytest.fixture
def event(region, agent, at):
    return factory.event(region, agent, at=at)


@pytest.fixture
def come(event, at):
    """Register somebody: `come(adults=2)`; their line, read anew."""

    def ask(**said):
        made = factory.registered(said.pop("event", event), at=said.pop("at", at), **said)
        return Registration.objects.select_related("event", "user", "structure").get(pk=made.pk)

    return ask
