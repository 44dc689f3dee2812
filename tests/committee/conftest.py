"""A coordination, its committee, two admissible dossiers, and a sitting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.committee.actions import reading as acting
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting, move_sitting
from passeurs.committee.models import Reading, Seat, Sitting
from passeurs.dossiers.models import Dossier, Recusal
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


GRID = [
    {"code": "projet", "label": "Le projet", "weight": 3, "maximum": 5, "comment_under": 2},
    {"code": "publics", "label": "Les publics", "weight": 1, "maximum": 10},
]


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


@pytest.fixture
def reading(seated):
    Sitting.objects.filter(pk=seated.pk).update(grid=GRID)
    return Sitting.objects.select_related("edition__coordination").get(pk=seated.pk)


@pytest.fixture
def one(reading, first):
    return reading.passages.select_related("sitting__edition", "dossier").get(dossier=first)


@pytest.fixture
def two(reading, second):
    return reading.passages.select_related("sitting__edition", "dossier").get(dossier=second)


def mark(passage, user, at, *, projet, publics=5, word="Vu.", given=True):
    """A reading as its screen would leave it."""
    seat = Seat.objects.get(sitting=passage.sitting_id, user=user)
    made, _ = Reading.objects.get_or_create(seat=seat, passage=passage, touched_at=at)
    for code, value in (("projet", projet), ("publics", publics)):
        made.marks.update_or_create(criterion=code, defaults={"value": value, "comment": word})
    if given:
        acting.give_reading(passage, by=user, at=at)
    return made


def away(dossier, user, agent, at):
    return Recusal.objects.create(dossier=dossier, user=user, tie="declared", by=agent, at=at)
