"""Those who have dossiers left to read are written to on their mornings, once each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from passeurs.committee.actions.chasing import chase_by_hand, chase_readers
from passeurs.committee.models import Chase, Sitting
from passeurs.core.refusals import Refused
from passeurs.notifications.models import OutboxMessage

from .conftest import away, mark

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
UNTIL = datetime(2027, 11, 1, 23, 59, 59, tzinfo=PARIS)
"""The day after the clocks change."""


def morning(day, month=10, hour=8):
    return datetime(2027, month, day, hour, 5, tzinfo=PARIS)


@pytest.fixture
def late(reading):
    Sitting.objects.filter(pk=reading.pk).update(reading_until=UNTIL)
    reading.refresh_from_db()
    return reading


def told():
    rows = OutboxMessage.objects.filter(key__startswith="reading.chase:")
    return sorted(rows.values_list("to", flat=True))


def test_each_reader_is_written_to_on_three_mornings_and_no_other(late, drac, expert, observer):
    sent = {}
    day = morning(20)
    while day < morning(6, 11):
        if count := chase_readers(at=day):
            sent[day.astimezone(PARIS).date().isoformat()] = count
        chase_readers(at=day + timedelta(hours=3))
        day = (day + timedelta(days=1)).replace(hour=8)

    assert sent == {"2027-10-25": 2, "2027-10-30": 2, "2027-11-02": 2}
    assert set(told()) == {drac.email, expert.email}


def test_who_gave_everything_is_left_alone(late, one, two, drac, expert, at):
    mark(one, drac, at, projet=4)
    mark(two, drac, at, projet=4)

    chase_readers(at=morning(25))

    assert told() == [expert.email]


def test_a_dossier_one_is_kept_away_from_is_not_asked_for(  # noqa: PLR0917 - everybody there
    late,
    one,
    two,
    drac,
    expert,
    agent,
    at,
):
    for passage in (one, two):
        away(passage.dossier, expert, agent, at)

    chase_readers(at=morning(25))

    assert told() == [drac.email]


def test_the_message_says_how_many_and_names_none(late, one, drac):
    chase_readers(at=morning(25))

    body = OutboxMessage.objects.filter(to=drac.email).latest("created_at").text
    assert "2\u00a0dossiers à lire" in body
    assert one.dossier.project.title not in body


def test_after_the_end_it_says_that_one_may_still_read(late, drac):
    chase_readers(at=morning(2, 11))

    body = OutboxMessage.objects.filter(to=drac.email).latest("created_at").text
    assert "étaient attendues" in body


def test_a_morning_missed_for_a_day_is_not_made_up_for(late):
    assert chase_readers(at=morning(27)) == 0


def test_nobody_is_written_to_once_it_deliberates(late):
    Sitting.objects.update(state="deliberating")

    assert chase_readers(at=morning(25)) == 0


def test_another_date_is_another_reminder(late):
    chase_readers(at=morning(25))
    Sitting.objects.update(reading_until=UNTIL + timedelta(days=1))

    assert chase_readers(at=morning(26)) == 2


class TestByHand:
    def test_all_who_are_late_are_written_to_once_a_day(self, late, agent, at):
        assert chase_by_hand(late, by=agent, at=at) == 2
        with pytest.raises(Refused, match="dans la journée"):
            chase_by_hand(late, by=agent, at=at + timedelta(hours=23))
        assert chase_by_hand(late, by=agent, at=at + timedelta(hours=25)) == 2
        assert Chase.objects.count() == 4

    def test_out_of_the_reading_nobody_is(self, late, agent, at):
        Sitting.objects.update(state="deliberating")
        with pytest.raises(Refused, match="n’est pas ouverte"):
            chase_by_hand(late, by=agent, at=at)
