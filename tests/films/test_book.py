"""A list exported is a list that can be imported."""

import io

import pytest

from passeurs.films.book import list_table, report_table
from passeurs.films.enums import LineState
from passeurs.films.matching import Judged, Matcher
from passeurs.films.queries import listings
from passeurs.films.reading import find_table
from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import write
from tests.factories import calls, films

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


def exported(edition, code):
    output = io.BytesIO()
    write([list_table(listings(edition, "open_air"))], code, output)
    return find_table(open_book(output))


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
def test_a_list_comes_back_as_it_left(edition, code):
    films.listed(
        edition, "=Élan", year=2024, duration_min=92, visa_number="153261", visa_on="2021-03-12",
        versions=["vf", "vost"], has_subtitles_sme=True, has_audiodescription=False,
        tariff="150.50", genre="animation", audience="child", trailer="https://films.example/a",
    )  # fmt: skip
    table = exported(edition, code)
    (one,) = Matcher(edition).judge(table.lines(table.guess()))
    assert (one.state, one.reason, one.changes) == (LineState.KNOWN, "", {})


def test_an_empty_list_gives_a_line_to_imitate(edition):
    table = exported(edition, "ods")
    (line,) = table.lines(table.guess())
    assert (line.reasons, line.facts["duration_min"]) == ([], 92)


def test_the_report_holds_each_line_with_its_reason_and_its_own_cells():
    table = find_table(open_book(io.BytesIO("Titre;Année\nÉlan;abc\n".encode())))
    (line,) = table.lines(table.guess())
    output = io.BytesIO()
    write([report_table(table, [Judged(line, LineState.REFUSED)])], "csv", output)
    heading, told = output.getvalue().decode("utf-8-sig").splitlines()
    assert heading == "Ligne;Ce qui en est fait;Remarque;Titre;Année"
    assert told.startswith("2;Ligne refusée;ligne 2, colonne B (année)")
    assert told.endswith(";Élan;abc")
