from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.core import typography
from passeurs.core.typography import NBSP, THIN


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal(4800), f"4{THIN}800{NBSP}€"),
        (Decimal("4800.00"), f"4{THIN}800{NBSP}€"),
        (Decimal("5000.01"), f"5{THIN}000,01{NBSP}€"),
        (Decimal("1234567.5"), f"1{THIN}234{THIN}567,50{NBSP}€"),
        (Decimal("-12.3"), f"-12,30{NBSP}€"),
        (0, f"0{NBSP}€"),
        ("12.50", f"12,50{NBSP}€"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_sum_is_written_the_french_way(amount, text):
    assert typography.euros(amount) == text


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_sum_never_loses_a_cent(amount):
    text = typography.euros(amount).replace(THIN, "").replace(f"{NBSP}€", "").replace(",", ".")
    assert Decimal(text) == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [(60, "60"), ("43.64", "43,6"), ("60.01", "60"), ("0", "0"), (Decimal("99.96"), "100")],
)
def test_a_share_drops_its_empty_decimals(value, text):
    assert typography.percent(value) == f"{text}{NBSP}%"


def test_a_share_shows_the_decimals_that_are_asked():
    assert typography.percent("60.01", decimals=2) == f"60,01{NBSP}%"
    assert typography.percent("50.6", decimals=0) == f"51{NBSP}%"
    assert typography.percent(None) == ""


def test_a_date_is_written_in_words():
    assert typography.french_date(date(2024, 7, 19)) == f"19{NBSP}juillet{NBSP}2024"
    assert typography.french_date(date(2024, 3, 1), year=False) == f"1er{NBSP}mars"
    weekday = typography.french_date(date(2023, 10, 31), weekday=True)
    assert weekday == f"mardi 31{NBSP}octobre{NBSP}2023"
    assert typography.french_date(None) == ""


def test_an_instant_names_its_zone():
    moment = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
    said = typography.instant(moment).replace(NBSP, " ")
    assert said == "mardi 31 octobre 2023 à 23 h 59 min 59 s, heure de Paris"
    there = typography.instant(moment, "Indian/Reunion").replace(NBSP, " ")
    assert there == "mercredi 1er novembre 2023 à 2 h 59 min 59 s, heure de La Réunion"
    assert typography.instant(None) == ""


def test_a_naive_moment_is_already_local():
    said = typography.instant(datetime(2027, 10, 31, 2, 30)).replace(NBSP, " ")
    assert said.endswith("à 2 h 30 min 00 s, heure de Paris")


def test_a_zone_without_a_french_name_keeps_its_own():
    assert typography.zone_name("Asia/Tokyo") == "heure de Asia/Tokyo"


@pytest.mark.parametrize(
    "text",
    ["19/07/2024", "19-07-2024", "19.7.2024", "2024-07-19", "19 juillet 2024", "19 JUILLET 2024"],
)
def test_a_date_is_read_in_every_usual_form(text):
    assert typography.parse_date(text) == date(2024, 7, 19)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er août 2024", date(2024, 8, 1)),
        ("1 aout 2024", date(2024, 8, 1)),
        ("jeudi 29 février 2024", date(2024, 2, 29)),
        ("dimanche 1er décembre 2024", date(2024, 12, 1)),
    ],
)
def test_a_date_in_words_may_have_its_weekday_or_lose_its_accents(text, day):
    assert typography.parse_date(text) == day


@pytest.mark.parametrize(
    "text", ["", "demain", "31/02/2024", "19 juillet", "19 brumaire 2024", "1/2/24"]
)
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(ValueError):
        typography.parse_date(text)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=19, hours=5), (19, "jours")),
        (timedelta(days=2), (2, "jours")),
        (timedelta(hours=47, minutes=59), (47, "heures")),
        (timedelta(hours=2), (2, "heures")),
        (timedelta(minutes=119), (119, "minutes")),
        (timedelta(seconds=0), (0, "minute")),
        (timedelta(seconds=-1), None),
    ],
)
def test_what_is_left_is_told_in_the_unit_that_matters(left, said):
    now = datetime(2023, 10, 1, 12, tzinfo=UTC)
    assert typography.time_left(now + left, now) == said


def test_the_last_second_counts_to_its_end():
    deadline = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)
    assert typography.time_left(deadline, deadline.replace(microsecond=999_999)) == (0, "minute")


def test_no_break_spaces_go_where_french_asks():
    said = typography.nbsp("Voir « Josep » ? Oui : 60 % ; fini !")
    expected = f"Voir «{NBSP}Josep{NBSP}»{THIN}? Oui{NBSP}: 60{NBSP}%{THIN}; fini{THIN}!"
    assert said == expected
    assert typography.nbsp(expected) == expected


def test_french_counts_as_one_what_is_under_two():
    assert typography.plural(0, "jour") == f"0{NBSP}jour"
    assert typography.plural(1, "jour") == f"1{NBSP}jour"
    assert typography.plural(2, "cheval", "chevaux") == f"2{NBSP}chevaux"
