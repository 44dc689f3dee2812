"""A dossier filed in the call of the year, and two people of its coordination."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

RELATED = ("edition__coordination", "structure__commune", "project", "audience")


def anew(dossier):
    return Dossier.objects.select_related(*RELATED).get(pk=dossier.pk)


@pytest.fixture
def at():
    return factory.AT + timedelta(hours=1)


@pytest.fixture
def edition(db):
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination, first_name="Salomé")


@pytest.fixture
def colleague(edition):
    return organisations.team_member("coordination", edition.coordination, first_name="Mona")


@pytest.fixture
def filed(edition, at):
    """Filed, and nothing stands in its way."""
    made = factory.complete_dossier(edition)
    submit_dossier(made, by=made.holder, at=at)
    found = anew(made)
    found.holder = made.holder
    return found
