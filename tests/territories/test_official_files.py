"""The State's own files for Occitanie, imported whole: counts and facts as published.

They are kept beside the project, in `shared/data` of the folder above, or in the folder that
PASSEURS_SHARED_DATA names; without them these tests are skipped, and say so.
"""

import csv
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from passeurs.territories.enums import Kind
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.importing import Order, read_order
from passeurs.territories.imports.orders import report_of
from passeurs.territories.models import Commune, FormerCode, RuralClass, Vintage, Zone, ZoneCommune
from passeurs.territories.queries import changed_places, locate, locate_many
from passeurs.territories.reference import load_shipped
from tests.territories.imports.conftest import AT

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PASSEURS_SHARED_DATA") or ROOT.parent / "shared" / "data")
OCCITANIE = "09,11,12,30,31,32,34,46,48,65,66,81,82"
ALL_FRR = ("09", "12", "32", "46", "48")
ZRR, FRR = ("ZRR", 2021), ("FRR", 2025)
FILES = {
    "zrr": ("zrr_cog2021_occitanie.csv",),
    "frr": ("frr_juillet2025_occitanie.csv",),
    "qpv2015": ("qpv2015_occitanie.csv", "qpv2015_occitanie.geojson"),
    "qpv2024": ("qpv_occitanie.csv", "qpv_occitanie.geojson"),
}
pytestmark = [
    pytest.mark.official,
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"fichiers officiels absents : {DATA}"),
]


def run(command, names, year):
    out = StringIO()
    paths = [DATA / name for name in names]
    options = ("--vintage", str(year), "--departments", OCCITANIE)
    call_command(command, *paths, *options, stdout=out, stderr=StringIO())
    return out.getvalue().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    """Everything imported once for the module, in one transaction undone at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(at=AT)
        told = {
            "zrr": run("import_zrr", FILES["zrr"], 2021),
            "frr": run("import_frr", FILES["frr"], 2025),
            "qpv2015": run("import_qpv", FILES["qpv2015"], 2015),
            "qpv2024": run("import_qpv", FILES["qpv2024"], 2024),
        }
        yield told
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("zrr", "4 454 lignes lues, 4 454 gardées, 0 refusée. ZRR 2021 : 13 départements.\n"),
        ("frr", "4 446 lignes lues, 4 446 gardées, 0 refusée. FRR 2025 : 13 départements.\n"),
        ("qpv2015", "210 lignes lues, 105 gardées, 0 refusée. QPV 2015 : 13 départements.\n"),
        ("qpv2024", "216 lignes lues, 108 gardées, 0 refusée. QPV 2024 : 13 départements.\n"),
    ],
)
def test_every_line_is_kept(reports, name, told):
    assert reports[name] == told


def test_the_rows_are_as_many_as_published(reports):
    assert RuralClass.objects.filter(kind="ZRR", vintage=2021).count() == 4_454
    assert RuralClass.objects.filter(kind="FRR", vintage=2025).count() == 4_446
    assert Zone.objects.filter(vintage=2015).exclude(geometry__isnull=True).count() == 105
    assert Zone.objects.filter(vintage=2024).exclude(geometry__isnull=True).count() == 108
    touched = ZoneCommune.objects.filter(zone__vintage=2024).values("insee").distinct()
    assert touched.count() == 54


def test_the_classes_are_as_many_as_published(reports):
    frr = RuralClass.objects.filter(kind="FRR", vintage=2025)
    counts = {
        label: frr.filter(label=label).count()
        for label in frr.values_list("label", flat=True).distinct()
    }
    assert counts == {
        "FRR socle": 2_787,
        "FRR+": 555,
        "FRR bénéficiaire": 173,
        "FRR bénéficiaire partiellement": 1,
        "Non classée": 930,
    }


@pytest.mark.parametrize(
    ("insee", "qpv", "zrr", "frr"),
    [
        ("31555", "to_confirm", "no", "no"),
        ("32013", "to_confirm", "no", "yes"),
        ("81060", "to_confirm", "yes", "yes"),
        ("48095", "to_confirm", "yes", "yes"),
        ("32160", "no", "no", "yes"),
    ],
)
def test_the_published_facts_of_a_commune(reports, insee, qpv, zrr, frr):
    found = locate(insee=insee)
    assert (found["qpv"]["answer"], found["rural"]["answer"]) == (qpv, frr)
    assert locate(insee=insee, rural=ZRR)["rural"]["answer"] == zrr


@pytest.mark.parametrize(
    ("insee", "lat", "lon", "answer", "code"),
    [
        ("31555", 43.5625, 1.3985, "yes", "QN03107M"),
        ("31555", 43.6043, 1.4437, "no", None),
        ("32013", 43.6354, 0.5935, "yes", "QN03201M"),
        ("48095", 44.5181, 3.4991, "no", None),
    ],
)
def test_the_published_facts_of_a_place(reports, insee, lat, lon, answer, code):
    qpv = locate(insee=insee, lat=lat, lon=lon)["qpv"]
    assert (qpv["answer"], qpv["code"]) == (answer, code)


def test_the_quarter_of_mende_is_new_in_2024_and_its_cathedral_lies_outside(reports):
    qpv = locate(insee="48095", lat=44.5181, lon=3.4991)["qpv"]
    assert qpv["distance_m"] == pytest.approx(1_200, abs=150)
    assert "QN04801N" in qpv["reason"]
    assert locate(insee="48095", qpv_vintage=2015)["qpv"]["answer"] == "no"


def test_carmaux_and_auch_name_their_quarter(reports):
    assert locate(insee="81060")["qpv"]["code"] == "QN08109M"
    assert locate(insee="32013")["qpv"]["code"] == "QN03201M"
    assert locate(insee="46042", qpv_vintage=2015)["qpv"]["code"] == "QP046001"


@pytest.mark.parametrize("department", ALL_FRR)
def test_in_five_departments_every_commune_is_rural(reports, department):
    codes = list(Commune.objects.filter(department=department).values_list("insee", flat=True))
    found = locate_many([{"insee": code} for code in codes])
    assert len(found) > 150
    assert {finding["rural"]["answer"] for finding in found} == {"yes"}


def test_the_two_communes_of_a_quarter_of_2015_are_both_known(reports):
    zone = Zone.objects.get(code="QP065003")
    assert sorted(commune.insee for commune in zone.communes.all()) == ["65417", "65440"]


def test_each_former_commune_of_the_zrr_leads_to_one_of_today(reports):
    former = RuralClass.objects.filter(kind="ZRR").exclude(
        insee__in=Commune.objects.values("insee")
    )
    codes = set(former.values_list("insee", flat=True))
    assert {"12076", "30094"} <= codes
    assert codes <= set(FormerCode.objects.values_list("code", flat=True))
    found = locate_many([{"insee": code} for code in sorted(codes)], rural=ZRR)
    assert "not_loaded" not in {finding["rural"]["answer"] for finding in found}


def test_the_list_of_2015_alone_names_its_communes(reports):
    Vintage.objects.filter(kind="QPV", vintage=2015).delete()
    told = run("import_qpv", FILES["qpv2015"][:1], 2015)
    assert told.startswith("105 lignes lues, 105 gardées, 0 refusée.")


def test_the_communes_that_changed_are_those_that_the_two_files_tell_apart(reports):
    with (DATA / FILES["zrr"][0]).open(encoding="utf-8-sig", newline="") as lines:
        zrr = {row[0]: row[2].startswith("C ") for row in list(csv.reader(lines))[6:]}
    with (DATA / FILES["frr"][0]).open(encoding="utf-8-sig", newline="") as lines:
        frr = {
            row[0]: row[3] != "Non classée" for row in list(csv.reader(lines, delimiter=";"))[1:]
        }
    whole = {insee for insee in frr if insee in zrr} - {"30329"}
    before, after = (2015, ZRR), (2015, FRR)
    merged = set(FormerCode.objects.filter(commune__in=whole).values_list("commune_id", flat=True))
    sure = sorted(whole - merged)
    changed = changed_places([{"insee": code} for code in sure], before=before, after=after)
    assert {one.place["insee"] for one in changed} == {
        code for code in sure if zrr[code] != frr[code]
    }
    assert len(changed) > 150


def test_the_command_answers_from_what_was_imported(reports):
    out = StringIO()
    call_command("zoning", "--insee", "81060", "--vintage", "2024", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["qpv"]["code"], found["rural"]["class"]) == ("QN08109M", "FRR socle")


def test_importing_again_changes_nothing(reports):
    before = Vintage.objects.get(kind="QPV", vintage=2024).loaded_at
    assert "Rien n’a changé" in run("import_qpv", FILES["qpv2024"], 2024)
    assert Vintage.objects.get(kind="QPV", vintage=2024).loaded_at == before


def test_the_screen_reads_the_official_list_as_the_command_does(reports):
    path = DATA / FILES["frr"][0]
    packets = (Packet(path.name, path.read_bytes()),)
    order = Order(
        kind=Kind.FRR, vintage=2025, packets=packets, departments=frozenset(OCCITANIE.split(","))
    )
    told = report_of(read_order(order))
    assert (told["read"], told["kept"], told["refused"]) == (4_446, 4_446, 0)
    assert told["is_unchanged"]
    assert told["changes"]["groups"] == []
