"""What the call asks, in words and figures that follow its parameters."""

import pytest

from passeurs.calls import criteria
from tests.factories import calls

THIN, NBSP = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def sentences(document):
    return " ".join(f"{one.title} {one.sentence}" for one in criteria.criteria(document))


def test_the_criteria_come_in_the_order_of_the_articles():
    numbers = [one.number for one in criteria.criteria(calls.document())]
    assert numbers == ["1.1", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"]


def test_the_figures_are_those_of_the_edition():
    words = sentences(calls.document())
    assert f"5{THIN}000{NBSP}€ par porteur" in words
    assert f"60{NBSP}% du budget, sans compter les contributions volontaires" in words
    assert "au moins trois actions" in words
    assert "QPV, contours 2015" in words
    assert "(ZRR, liste 2021)" in words


def test_another_edition_says_other_things():
    words = sentences(calls.document("deux-seances-2"))
    assert f"L’aide va de 2{THIN}000{NBSP}€ à 6{THIN}000{NBSP}€ par porteur." in words
    assert "Les 11-25 ans" in words
    assert "au moins deux actions" in words
    assert "Des films de la liste plein air" in words
    assert "cofinanceur" not in words


def test_a_confirmation_that_the_filing_waits_for_is_told():
    told = "chaque partenaire confirme sa part"
    assert told in sentences(calls.document("deux-seances-2"))
    assert told not in sentences(calls.document("occitanie-en-cours"))


def test_a_changed_cap_is_read_at_once():
    assert f"7{THIN}500{NBSP}€" in sentences(calls.document(money={"ceiling": "7500.00"}))


@pytest.mark.parametrize(
    ("money", "said"),
    [
        ({"floor": None, "ceiling": None}, ""),
        ({"floor": "500.00", "ceiling": None}, f"L’aide est d’au moins 500{NBSP}€ par porteur."),
        ({"ceiling_scope": "dossier"}, f"L’aide va jusqu’à 5{THIN}000{NBSP}€ par dossier."),
    ],
)
def test_what_is_promised_is_what_the_edition_fixes(money, said):
    assert criteria.promise(calls.document(money=money)) == said


def test_an_edition_without_a_share_does_not_speak_of_one():
    assert "Elle ne dépasse pas" not in sentences(calls.document(money={"share": None}))


def test_a_rule_switched_off_leaves_the_page():
    document = calls.document()
    for rule in document["rules"]:
        rule["active"] = not rule["code"].startswith("films.")
    assert "3.6" not in [one.number for one in criteria.criteria(document)]
    assert criteria.clause_of(document, "films.from_lists") is None


def test_what_never_blocks_is_told_as_advice():
    document = calls.document()
    for rule in document["rules"]:
        rule["blocking"] = False
    assert all(one.advised for one in criteria.criteria(document))


def test_numbers_past_ten_are_written_in_figures():
    assert (criteria.count(11), criteria.plural(1, "action")) == ("11", "une action")
