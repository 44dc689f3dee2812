from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from passeurs.territories import reference
from passeurs.territories.models import Commune, FormerCode, RuralClass, Vintage, Zone
from passeurs.territories.queries import search_communes

pytestmark = pytest.mark.django_db
LATER = datetime(2024, 6, 1, tzinfo=UTC)


def test_the_command_loads_every_commune_of_france_once():
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert Commune.objects.count() == 34_969
    assert FormerCode.objects.filter(code="13201", commune="13055").exists()
    assert search_communes("toulouse")[0].epci == "Toulouse Métropole"
    call_command("load_reference", stdout=out)
    assert out.getvalue().endswith("Données de référence à jour.\n")


def test_loading_again_asks_only_whether_something_changed(shipped, django_assert_num_queries):
    with django_assert_num_queries(6):
        assert reference.load_shipped(at=LATER) == []


def test_a_changed_file_is_loaded_again_without_doubles(shipped):
    Vintage.objects.filter(kind="QPV", vintage=2024).update(digest="older")
    before = Zone.objects.count()
    (again,) = reference.load_shipped(at=LATER)
    assert (again.kind, again.vintage, again.loaded_at) == ("QPV", 2024, LATER)
    assert Zone.objects.count() == before


def test_communes_are_updated_in_place(shipped):
    Commune.objects.filter(pk="46042").update(name="Autre")
    Vintage.objects.filter(kind="COMMUNES").update(digest="older")
    reference.load_shipped(at=LATER)
    assert Commune.objects.get(pk="46042").name == "Cahors"


def test_what_an_operator_imported_is_left_alone(shipped):
    Vintage.objects.filter(kind="FRR").update(digest="official", source="DGCL")
    RuralClass.objects.filter(kind="FRR").delete()
    assert reference.load_shipped(at=LATER) == []


def test_the_shipped_quarters_have_a_valid_contour_and_a_covered_commune():
    covered = set(reference.covered_communes())
    for path in reference.QUARTERS.values():
        for row in reference.read_quarters(path):
            assert row["geometry"]
            assert covered & set(row["communes"])


def test_each_covered_commune_is_classed_in_both_lists():
    zrr = {row["insee"] for row in reference.read_rural_classes("ZRR", 2021)}
    frr = {row["insee"] for row in reference.read_rural_classes("FRR", 2025)}
    assert zrr - frr == {"30094"}
    assert frr <= zrr
