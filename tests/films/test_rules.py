from datetime import date
from types import SimpleNamespace

import pytest

from passeurs.films.rules import visa_warning, year_after


def film(visa_on=None, year=2023):
    return SimpleNamespace(title="La Nuit inventée", visa_on=visa_on, year=year)


def test_a_screening_the_day_before_a_year_is_warned_of_with_both_dates():
    said = visa_warning(film(date(2023, 7, 15)), date(2024, 7, 14))
    assert "15\u00a0juillet\u00a02023" in said
    assert "15\u00a0juillet\u00a02024" in said


def test_a_screening_a_year_to_the_day_is_allowed():
    assert visa_warning(film(date(2023, 7, 15)), date(2024, 7, 15)) == ""


def test_without_a_date_of_screening_nothing_is_said():
    assert visa_warning(film(date(2024, 1, 1)), None) == ""


def test_a_recent_film_of_unknown_visa_is_asked_about_not_judged():
    said = visa_warning(film(year=2023), date(2024, 7, 15))
    assert "n’est pas renseignée" in said


def test_an_old_film_of_unknown_visa_raises_no_doubt():
    assert visa_warning(film(year=1967), date(2024, 7, 15)) == ""


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 2, 29), date(2025, 3, 1)), (date(2023, 3, 1), date(2024, 3, 1))],
)
def test_a_year_after_29_february_is_1_march(day, expected):
    assert year_after(day) == expected
