import pytest

from passeurs.territories.imports.report import Unusable
from passeurs.territories.models import RuralClass, Vintage, Zone
from passeurs.territories.queries import locate
from passeurs.territories.reference import SHIPPED, load_shipped
from tests.factories.territories import CommuneFactory, RuralClassFactory, VintageFactory
from tests.territories.imports.conftest import AT, plain

FRR = "Code_insee;Departement;Commune;Classement FRR\n46042;46;Cahors;{wording}\n"
QPV = "code_qp;lib_qp;insee_com\n{code};{name};46042\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cahors(db):
    return CommuneFactory(insee="46042", name="Cahors")


def frr(save, wording="FRR socle", name="frr.csv"):
    return save(FRR.format(wording=wording), name)


def test_the_same_content_loaded_again_changes_nothing(save, load):
    first = load("FRR", frr(save), vintage=2025)
    again = load("FRR", frr(save, name="autre.csv"), vintage=2025)
    assert (first.is_unchanged, again.is_unchanged) == (False, True)
    assert again.vintage.source == "DGCL – frr.csv"
    assert RuralClass.objects.count() == 1


def test_what_an_operator_imported_is_replaced_only_when_asked(save, load):
    load("FRR", frr(save), vintage=2025)
    with pytest.raises(Unusable) as problem:
        load("FRR", frr(save, "FRR+"), vintage=2025)
    assert "est déjà chargé depuis « DGCL – frr.csv », le 1er juin 2024." in plain(problem.value)
    assert RuralClass.objects.get().label == "FRR socle"
    load("FRR", frr(save, "FRR+"), vintage=2025, replace=True)
    assert RuralClass.objects.get().label == "FRR+"


def test_the_shipped_extract_gives_way_without_asking(save, load, shipped):
    load("FRR", frr(save, "FRR+"), vintage=2025)
    assert RuralClass.objects.get(kind="FRR").label == "FRR+"
    assert load_shipped(at=AT) == []
    assert Vintage.objects.exclude(source=SHIPPED).get().kind == "FRR"


def test_an_older_list_of_communes_is_not_shipped_over_a_newer_one(shipped):
    Vintage.objects.filter(kind="COMMUNES").update(vintage=2027, source="npm")
    assert load_shipped(at=AT) == []


def test_vintages_live_side_by_side_and_a_verdict_keeps_its_own(save, load):
    load("QPV", save(QPV.format(code="QP046001", name="Ancien")), vintage=2015)
    before = locate(insee="46042", qpv_vintage=2015)["qpv"]
    load("QPV", save(QPV.format(code="QN04601M", name="Nouveau")), vintage=2024)
    load("QPV", save(QPV.format(code="QN04609N", name="Futur")), vintage=2030)
    assert locate(insee="46042", qpv_vintage=2015)["qpv"] == before
    assert (before["vintage"], before["code"]) == (2015, "QP046001")
    assert locate(insee="46042", qpv_vintage=2024)["qpv"]["code"] == "QN04601M"
    assert Zone.objects.count() == 3


def test_a_load_that_fails_midway_leaves_the_vintage_as_it_was(save, load, monkeypatch):
    load("FRR", frr(save), vintage=2025)
    monkeypatch.setattr(Vintage.objects, "update_or_create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load("FRR", frr(save, "FRR+"), vintage=2025, replace=True)
    assert RuralClass.objects.get().label == "FRR socle"


def test_an_import_leaves_other_kinds_and_years_alone(save, load):
    RuralClassFactory(insee="46042", vintage=2024)
    VintageFactory(kind="ZRR", vintage=2025, digest="zrr")
    load("FRR", frr(save), vintage=2025)
    assert RuralClass.objects.filter(vintage=2024).exists()
    assert Vintage.objects.get(kind="ZRR").digest == "zrr"


@pytest.mark.parametrize("year", [0, 25, 20255])
def test_an_unlikely_year_is_refused(save, load, year):
    with pytest.raises(Unusable, match="improbable"):
        load("FRR", frr(save), vintage=year)
