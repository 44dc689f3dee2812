"""Headings are recognised as people write them; each fact reads its own cells."""

from datetime import time, timedelta

import pytest

from passeurs.films.columns import BY_NAME, address, duration, guess, missing, versions, visa
from passeurs.spreadsheets.values import Unreadable


def test_headings_are_recognised_accents_and_capitals_aside():
    headings = ["N° VISA", "Titre du film", "Réalisateur(s)", "ANNEE", "Durée (min)", "Inconnue"]
    assert guess(headings) == {
        "title": 1,
        "directors": 2,
        "year": 3,
        "duration_min": 4,
        "visa_number": 0,
    }


def test_a_column_serves_one_fact_and_what_is_missing_is_named():
    assert guess(["Film", "Film"]) == {"title": 0}
    assert missing({"title": 0}) == ["Année"]
    assert missing(guess(["Titre", "Année"])) == []


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (92, 92),
        ("92 min", 92),
        ("92'", 92),
        ("1h32", 92),
        ("1 h 32 min", 92),
        ("2h", 120),
        ("1:32:00", 92),
        (time(1, 32), 92),
        (timedelta(minutes=92), 92),
        ("", None),
    ],
)
def test_a_duration_is_read_however_it_is_written(cell, minutes):
    assert duration(cell) == minutes


@pytest.mark.parametrize("cell", ["longtemps", "0", "5000", -4])
def test_what_is_no_duration_says_so(cell):
    with pytest.raises(Unreadable, match="durée"):
        duration(cell)


def test_a_visa_is_its_number():
    assert [visa(cell) for cell in ("n° 153 261", 153261, "Visa 153.261", None)] == [
        "153261",
        "153261",
        "153261",
        None,
    ]
    with pytest.raises(Unreadable, match="trop long"):
        visa("1" * 21)


def test_versions_are_codes():
    assert versions("VOSTFR / VF") == ["vf", "vost"]
    assert versions("") is None
    with pytest.raises(Unreadable, match="klingon"):
        versions("klingon")


def test_a_link_is_a_web_address():
    assert address("https://films.example/a") == "https://films.example/a"
    assert address(None) is None
    for hostile in ("javascript:alert(1)", "voir le site"):
        with pytest.raises(Unreadable, match="adresse web"):
            address(hostile)


def test_every_fact_is_known_by_its_own_label():
    assert guess([one.label for one in BY_NAME.values()]) == {
        name: rank for rank, name in enumerate(BY_NAME)
    }
