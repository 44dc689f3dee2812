"""What looks odd in an action is told beside it, and blocks nothing."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from passeurs.dossiers.queries.remarks import remarks_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(edition):
    return edition.milestone("actions_from").at_local.date() + timedelta(days=10)


def remarks(draft, **fields):
    action = draft.actions.create(position=1, **fields)
    return " ".join(remarks_on(action, [], draft.edition))


def test_an_action_in_order_calls_for_no_remark(draft, season):
    told = remarks(draft, starts_on=season, ends_on=season, participants=12, participants_12_25=12)
    assert told == ""


def test_an_end_before_the_start_is_told(draft, season):
    assert "La fin tombe avant" in remarks(
        draft, starts_on=season, ends_on=season - timedelta(days=1)
    )


def test_a_rain_date_before_the_screening_is_told(draft, season):
    assert "Le repli tombe avant" in remarks(
        draft, starts_on=season, rain_on=season - timedelta(days=365)
    )


def test_a_date_out_of_the_season_is_told(draft, season):
    assert "hors de la période" in remarks(draft, starts_on=season + timedelta(days=2000))


def test_more_young_people_than_people_is_told(draft):
    assert "plus nombreux" in remarks(draft, participants=10, participants_12_25=11)


def test_a_film_too_young_for_its_screening_is_told(draft, season):
    film = SimpleNamespace(title="Essai", visa_on=season - timedelta(days=30), year=season.year)
    choice = SimpleNamespace(listed_film=SimpleNamespace(film=film))
    action = draft.actions.create(position=1, starts_on=season)
    assert "Essai" in " ".join(remarks_on(action, [choice], draft.edition))
