"""Two invented communes: Vers-le-Pont loses its quarter and becomes rural, Lalande stays."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from passeurs.territories.comparison import Comparison
from passeurs.territories.queries import changed_places, compare_places
from tests.factories.territories import (
    CommuneFactory,
    RuralClassFactory,
    VintageFactory,
    ZoneFactory,
)

BEFORE, AFTER = (2015, ("ZRR", 2021)), (2024, ("FRR", 2025))
PLACES = [{"insee": "46901"}, {"insee": "46902"}, {"insee": "46903"}]


@pytest.fixture
def loaded(db):
    for insee, name in (("46901", "Vers-le-Pont"), ("46902", "Lalande"), ("46903", "Ailleurs")):
        CommuneFactory(insee=insee, name=name)
    covered = ["46901", "46902"]
    for kind, year in (("QPV", 2015), ("QPV", 2024), ("ZRR", 2021), ("FRR", 2025), ("FRR", 2026)):
        VintageFactory(kind=kind, vintage=year, codes=covered)
    ZoneFactory(code="QP046001", vintage=2015, communes=["46901"])
    for insee in covered:
        RuralClassFactory(insee=insee, kind="FRR", vintage=2025, label="FRR socle")
        RuralClassFactory(insee=insee, kind="FRR", vintage=2026, label="FRR+")
    RuralClassFactory(insee="46901", kind="ZRR", vintage=2021, label="Non", state="none")
    RuralClassFactory(insee="46902", kind="ZRR", vintage=2021, label="Commune classée en ZRR")


def test_only_the_places_that_changed_class_are_given(loaded):
    (only,) = changed_places(PLACES, before=BEFORE, after=AFTER)
    assert (only.place, only.changed) == ({"insee": "46901"}, ("qpv", "rural"))
    assert (only.before["rural"]["vintage"], only.after["rural"]["vintage"]) == (2021, 2025)


def test_a_place_not_loaded_on_one_side_is_not_compared(loaded):
    away = compare_places(PLACES, before=BEFORE, after=AFTER)[2]
    assert (away.compared, away.changed) == ((), ())


def test_within_one_kind_another_official_wording_is_a_change(loaded):
    found = changed_places(PLACES, before=AFTER, after=(2024, ("FRR", 2026)))
    assert [one.changed for one in found] == [("rural",), ("rural",)]


def test_the_same_vintages_change_nothing(loaded):
    assert changed_places(PLACES, before=AFTER, after=AFTER) == []


@pytest.mark.parametrize("count", [1, 3, 300])
def test_comparing_costs_eight_queries_whatever_the_number(
    loaded, django_assert_num_queries, count
):
    compare_places(PLACES, before=BEFORE, after=AFTER)
    with django_assert_num_queries(8):
        compare_places(PLACES * count, before=BEFORE, after=AFTER)


def test_a_quarter_renumbered_is_not_a_change():
    sides = [
        {"qpv": {"answer": "yes", "code": code}, "rural": {"answer": "not_loaded"}}
        for code in ("QP046001", "QN04601M")
    ]
    assert Comparison({}, *sides).changed == ()


def compare(*options):
    out, err = StringIO(), StringIO()
    call_command(
        "compare_zonings", "--from", "2023", "--to", "2025", *options, stdout=out, stderr=err
    )
    return out.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_command_prints_a_line_for_each_change_and_a_sum(loaded):
    lines = compare().splitlines()
    assert (
        lines[0]
        == "46901 Vers-le-Pont, quartier prioritaire : à confirmer (QPV 2015, Les Tilleuls) → non (QPV 2024)."
    )
    assert (
        lines[1]
        == "46901 Vers-le-Pont, ruralité : non (ZRR 2021, Non) → oui (FRR 2025, FRR socle)."
    )
    assert (
        lines[2]
        == "QPV 2015, ZRR 2021 → QPV 2024, FRR 2025 : 1 commune change sur 2 comparées ; 1 hors des zonages chargés."
    )


def test_the_command_gives_json_for_chosen_communes(loaded):
    (row,) = json.loads(compare("--insee", "46901", "46902", "--json"))
    assert (row["insee"], row["name"]) == ("46901", "Vers-le-Pont")
    assert row["rural"]["before"]["kind"] == "ZRR"
