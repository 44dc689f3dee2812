"""A coordination, its committee, two admissible dossiers, and a sitting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting, move_sitting
from passeurs.dossiers.models import Dossier
from tests.factories import calls, organisations
from tests.factories import dossiers as factory


@pytest.fixture
def at():
    return factory.AT + timedelta(hours=1)


@pytest.fixture
def edition(db):
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def region(edition):
    return edition.coordination


@pytest.fixture
def agent(region):
    return organisations.team_member("coordination", region, first_name="Salomé")


@pytest.fixture
def drac(region):
    return organisations.team_member("drac", region, first_name="Yves")


@pytest.fixture
def expert(region):
    return organisations.team_member("committee", region, first_name="Inès")


@pytest.fixture
def observer(region):
    return organisations.team_member("region", region, first_name="Ravi")


def admissible(edition, title):
    made = factory.dossier(edition, title=title)
    Dossier.objects.filter(pk=made.pk).update(state="admissible")
    return Dossier.objects.get(pk=made.pk)


@pytest.fixture
def first(edition):
    return admissible(edition, "Le phare et la lampe")


@pytest.fixture
def second(edition):
    return admissible(edition, "Écrans du fleuve")


def facts(at, **changed):
    start = at + timedelta(days=20)
    told = {"name": "Comité de sélection", "place": "Salle Méliès, Cahors", "video_link": ""}
    return told | {"quorum": 2, "starts_at": start, "ends_at": start + timedelta(hours=3)} | changed


@pytest.fixture
def sitting(edition, agent, at):
    return create_sitting(edition, facts(at), by=agent, at=at)


@pytest.fixture
def seated(  # noqa: PLR0917 - everybody who is there
    sitting, agent, drac, expert, observer, first, second, at
):
    """The DRAC presides, an expert sits, the Région observes; all invited, the reading open."""
    by = {"by": agent, "at": at}
    roles = ((drac, "DRAC", "president"), (expert, "Expert", "member"))
    for user, body, role in (*roles, (observer, "Région", "observer")):
        give_seat(sitting, user, body=body, role=role, stands_in_for=None, **by)
    put_on_order(sitting, [first, second], **by)
    invite_everyone(sitting, **by)
    move_sitting(sitting, "read", **by)
    sitting.refresh_from_db()
    return sitting
