import json

import pytest

from passeurs.territories.imports.report import Unusable
from passeurs.territories.models import Commune, FormerCode
from tests.factories.territories import CommuneFactory, FormerCodeFactory

HEAD = "insee,name,department,postcodes,population,epci,lon,lat,former_codes\n"


def commune(code="46042", nom="Cahors", **more):
    told = {"code": code, "nom": nom, "type": "commune-actuelle", "codesPostaux": ["46000"]}
    return told | {"population": 20_000} | more


PERN = {"code": "46217", "nom": "Pern", "type": "commune-deleguee", "chefLieu": "46042"}
EPCI = [{"code": "1", "nom": "CA de l'Olt", "membres": [{"code": "46042"}, 3]}, None]
pytestmark = pytest.mark.django_db


def test_the_lists_of_the_package_are_joined(save, load):
    listed = save(json.dumps([commune(anciensCodes=["46001"]), PERN]), "communes.json")
    groups = save(json.dumps(EPCI), "epci.json")
    report = load("COMMUNES", listed, groups, vintage=2026)
    cahors = Commune.objects.get()
    assert (cahors.epci, cahors.postcodes, cahors.department) == ("CA de l’Olt", ["46000"], "46")
    codes = FormerCode.objects.order_by("code").values_list("code", "commune_id")
    assert list(codes) == [("46001", "46042"), ("46217", "46042")]
    assert (report.read, report.kept) == (1, 1)


def test_a_table_of_communes_is_read(save, load):
    load("COMMUNES", save(f"{HEAD}1004,Ambérieu,01,1500|01501,10,CC,5.3,45.9,\n".replace("|", " ")
                          .replace(",1500", ",01500")), vintage=2026)  # fmt: skip
    row = Commune.objects.get()
    assert (row.insee, row.lon, row.lat, row.postcodes) == ("01004", 5.3, 45.9, ["01500", "01501"])


def test_centres_come_from_a_file_of_their_own_or_stay(save, load, refusals):
    CommuneFactory(insee="46102", lon=2.0, lat=44.6)
    listed = save(json.dumps([commune(), commune("46102", "Figeac")]), "communes.json")
    centres = save("insee,dept,lon,lat,name\n46042,46,1.44,44.45,Cahors\n46102,46,x,y,Figeac\n")
    report = load("COMMUNES", listed, centres, vintage=2026)
    found = {row.insee: (row.lon, row.lat) for row in Commune.objects.all()}
    assert found == {"46042": (1.44, 44.45), "46102": (2.0, 44.6)}
    assert refusals(report) == [(3, "le centre est illisible.")]


@pytest.mark.parametrize(
    "bad",
    [
        commune("460", "Court"),
        commune("46043", ""),
        commune("46043", "x" * 81),
        commune("46043", codesPostaux=["ici"]),
        commune("46043", population=-1),
        commune("46043", population="beaucoup"),
        commune("46042", "Doublon"),
        "autre",
    ],
)
def test_a_bad_commune_is_told_and_spoils_no_other(save, load, refusals, bad):
    report = load("COMMUNES", save(json.dumps([commune(), bad]), "communes.json"), vintage=2026)
    assert [line for line, _ in refusals(report)] == [2]
    assert Commune.objects.get().name == "Cahors"


def test_a_former_code_leads_to_the_last_that_claims_it_and_never_hides_a_commune(save, load):
    told = [
        commune(anciensCodes=["46001", "46102", "?"]),
        commune("46102", "Figeac", anciensCodes=["46001"]),
    ]
    report = load("COMMUNES", save(json.dumps(told), "communes.json"), vintage=2026)
    assert dict(FormerCode.objects.values_list("code", "commune_id")) == {"46001": "46102"}
    assert len(report.notices) == 2


def test_a_partial_list_leaves_the_former_codes_of_other_departments(save, load):
    FormerCodeFactory(code="31999", commune=CommuneFactory(insee="31555", department="31"))
    FormerCodeFactory(code="46999", commune=CommuneFactory(insee="46042"))
    load("COMMUNES", save(json.dumps([commune()]), "communes.json"), vintage=2026)
    assert list(FormerCode.objects.values_list("code", flat=True)) == ["31999"]


def test_an_older_list_does_not_come_back_by_mistake(save, load):
    path = save(json.dumps([commune()]), "communes.json")
    load("COMMUNES", path, vintage=2026)
    with pytest.raises(Unusable, match="--replace pour revenir"):
        load("COMMUNES", path, vintage=2025)
    assert load("COMMUNES", path, vintage=2025, replace=True).vintage.vintage == 2025


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "pas une liste de communes"),
        ("[]", "pas une liste de communes"),
        ('[{"a": 1}]', "propriétés attendues"),
        ("insee,dept,lon,lat,name\n46042,46,1.44,44.45,Cahors\n", "une seule"),
        ("a,b\n1,2\n", "colonnes attendues"),
        (f"{HEAD}46042,Cahors,46,46000,3,CA,,,\n46102,Fig", "tronqué"),
        (json.dumps([commune()])[:-9], "tronqué"),
    ],
)
def test_a_file_that_cannot_be_used_writes_nothing(save, load, text, sentence):
    with pytest.raises(Unusable, match=sentence):
        load("COMMUNES", save(text), vintage=2026)
    assert not Commune.objects.exists()
