"""The lines of a file, each read or refused on its own."""

import io

import pytest

from passeurs.core.refusals import Refused
from passeurs.films import reading
from passeurs.films.reading import find_table
from passeurs.spreadsheets.reading import open_book
from tests.factories.spreadsheets import xlsx


def table(content):
    return find_table(
        open_book(io.BytesIO(content.encode() if isinstance(content, str) else content))
    )


def lines(content, mapping=None):
    found = table(content)
    return list(found.lines(found.guess() if mapping is None else mapping))


def test_each_line_says_what_it_holds_or_why_it_cannot():
    good, bad = lines("Titre;Année;Durée\nÉlan;2024;1h32\n;abc;longtemps\n")
    assert good.facts == {"title": "Élan", "year": 2024, "duration_min": 92}
    assert bad.title == ""
    assert [reason.split("\u00a0:")[0] for reason in bad.reasons] == [
        "ligne 3, colonne A (titre)",
        "ligne 3, colonne B (année)",
        "ligne 3, colonne C (durée)",
    ]


def test_the_heading_is_found_under_a_title_and_on_another_sheet():
    content = xlsx([["Liste 2027"], [], ["Titre", "Année"], ["Élan", 2024]])
    (line,) = lines(content)
    assert (line.line, line.key) == (4, ("elan", 2024))


def test_without_a_known_heading_the_first_line_stands_for_it():
    found = table("a;b\nÉlan;2024\n")
    assert found.headings == ["a", "b"]
    assert found.sample() == [["Élan", "2024"]]
    with pytest.raises(Refused, match="«\u00a0Titre\u00a0» et «\u00a0Année\u00a0»"):
        list(found.lines(found.guess()))
    assert [line.title for line in found.lines({"title": 0, "year": 1})] == ["Élan"]


def test_a_list_of_too_many_films_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_FILMS", 1)
    with pytest.raises(Refused, match="plus de 1 films"):
        lines("Titre;Année\na;2000\nb;2000\n")


def test_a_workbook_without_a_line_is_refused():
    with pytest.raises(Refused, match="aucune ligne"):
        table(xlsx([]))


def test_hostile_texts_stay_texts():
    (line,) = lines("Titre;Année\n=cmd|' /C calc'!A0 <script> 😀;2024\n")
    assert line.title == "=cmd|' /C calc'!A0 <script> 😀"
