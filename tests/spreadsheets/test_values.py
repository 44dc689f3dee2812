"""A cell is read the way its column asks, or says why not."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from passeurs.spreadsheets import values
from passeurs.spreadsheets.cells import column_letter, column_rank, place
from passeurs.spreadsheets.values import UNCALCULATED, Unreadable


def why(reader, cell):
    with pytest.raises(Unreadable) as unreadable:
        reader(cell)
    return str(unreadable.value)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1234.5, "1234.50"),
        ("1 234,50 €", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1.234,50", "1234.50"),
        (12, "12.00"),
        (0.1 + 0.2, "0.30"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_however_it_is_written(cell, amount):
    assert values.amount(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", [None, "", "  ", "€"])
def test_an_empty_amount_is_none(cell):
    assert values.amount(cell) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("douze", "n’est pas un nombre"),
        (-3, "négatif"),
        ("-3,00", "négatif"),
        (1.234, "centime"),
        (1e30, "trop grande"),
        ("1e400", "trop grande"),
        (float("inf"), "n’en est pas un"),
        (True, "n’est pas un montant"),
        (date(2024, 1, 2), "02/01/2024\u00a0» n’est pas un montant"),
        (UNCALCULATED, "pas de résultat enregistré"),
        ("#DIV/0!", "donne une erreur (#DIV/0!)"),
        ("Err:502", "donne une erreur"),
    ],
)
def test_what_is_no_amount_says_why(cell, words):
    assert words in why(values.amount, cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2024, 7, 19), date(2024, 7, 19)),
        (datetime(2024, 7, 19, 12, 30), date(2024, 7, 19)),
        ("19/07/2024", date(2024, 7, 19)),
        ("19 juillet 2024", date(2024, 7, 19)),
        ("", None),
    ],
)
def test_a_day_is_read(cell, day):
    assert values.day(cell) == day


def test_what_is_no_day_says_why():
    assert "19/07/2024" in why(values.day, "bientôt")
    assert "date" in why(values.day, 45123)


@pytest.mark.parametrize(
    ("cell", "told"),
    [("Oui", True), ("x", True), (True, True), (1, True), ("non", False), ("", None)],
)
def test_yes_and_no_are_read(cell, told):
    assert values.yes_no(cell) is told


def test_neither_yes_nor_no_says_so():
    assert "oui ou non" in why(values.yes_no, "peut-être")


def test_words_are_gathered_and_bounded():
    assert values.text(longest=10)("  un \n film ") == "un film"
    assert values.text(longest=10)(None) is None
    assert "5 au plus" in why(values.text(longest=5), "trop long")
    assert "vide" in why(values.text(longest=5, required=True), "")


def test_whole_numbers_are_read_and_bounded():
    year = values.whole(least=1890, most=2100, required=True)
    assert (year("2 024"), year(2024), year("2024,0")) == (2024, 2024, 2024)
    assert "entre 1890 et 2100" in why(year, 1789)
    assert "vide" in why(year, "")
    assert "nombre entier" in why(year, "2024,5")
    assert "…" in why(year, "9" * 100)
    assert values.whole(most=10)(None) is None


def test_a_choice_is_read_by_its_code_or_its_label():
    read = values.among([("asked", "Demandé"), ("granted", "Accordé")])
    assert (read("demande"), read("GRANTED"), read("")) == ("asked", "granted", None)
    assert "Demandé, Accordé" in why(read, "promis")


def test_a_cell_is_shown_as_it_would_be_typed():
    cells = [None, True, 1.5, date(2024, 1, 2), datetime(2024, 1, 2), datetime(2024, 1, 2, 8, 5)]
    shown = [values.shown(cell) for cell in cells]
    assert shown == ["", "oui", "1,5", "02/01/2024", "02/01/2024", "02/01/2024 08:05"]
    assert values.shown(timedelta(hours=1, minutes=32)) == "1:32"
    assert values.shown(time(8, 5)) == "08:05:00"
    assert values.shown(UNCALCULATED) == "formule sans résultat"
    assert repr(UNCALCULATED) == "UNCALCULATED"


def test_a_place_is_told_as_a_spreadsheet_names_it():
    assert [column_letter(rank) for rank in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_rank(name) for name in ("A1", "AA3", "ZZ", "", "1")] == [0, 26, 701, -1, -1]
    assert place(12, 3, "montant") == "ligne 12, colonne D (montant)"
    assert place(12, 3) == "ligne 12, colonne D"
