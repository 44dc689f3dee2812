"""Quarters of two invented towns of the Lot, in the layouts of 2015 and 2024."""

import json

import pytest

from passeurs.territories.imports.report import Unusable
from passeurs.territories.models import Zone
from passeurs.territories.queries import locate
from tests.factories.territories import CommuneFactory, FormerCodeFactory, VintageFactory, square

HEAD = "code_qp;lib_qp;insee_com;lib_com\n"
TERRE_ROUGE = "QN04601M;Terre Rouge;46042;Cahors\n"
BOW = {"type": "Polygon", "coordinates": [[[1, 44], [2, 45], [2, 44], [1, 45], [1, 44]]]}


@pytest.fixture(autouse=True)
def communes(db):
    cahors = CommuneFactory(insee="46042", name="Cahors")
    CommuneFactory(insee="46102", name="Figeac")
    CommuneFactory(insee="09261", name="Saint-Girons", department="09")
    FormerCodeFactory(code="46217", commune=cahors)
    VintageFactory(kind="COMMUNES", vintage=2026)


def feature(code="QN04601M", geometry=None, **properties):
    told = {"code_qp": code, "lib_qp": "Terre Rouge", "insee_com": ["46042"]} | properties
    shape = square(1.40, 44.40, 1.42, 44.42) if geometry is None else geometry
    return {"type": "Feature", "properties": told, "geometry": shape}


def contours(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


def quarters(vintage=2024):
    return {
        zone.code: sorted(commune.insee for commune in zone.communes.all())
        for zone in Zone.objects.filter(vintage=vintage)
    }


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("joint", ["|", ";", " ; ", ", "])
def test_the_communes_of_a_quarter_are_joined_in_several_ways(save, load, separator, joint):
    heading = separator.join(("code_qp", "lib_qp", "insee_com"))
    line = separator.join(("QN04601M", "Terre Rouge", f'"46042{joint}46102"'))
    load("QPV", save(f"{heading}\n{line}\n"), vintage=2024)
    assert quarters() == {"QN04601M": ["46042", "46102"]}


def test_a_lost_leading_zero_is_given_back(save, load):
    load("QPV", save(f"\ufeff{HEAD}QN00901M;Cœur de ville;9261;Saint-Girons\r\n"), vintage=2024)
    assert quarters() == {"QN00901M": ["09261"]}


def test_a_list_of_2015_names_its_communes(save, load, refusals):
    text = (
        "code_qp,lib_qp,lib_com,pop_mun,generation\n"
        "QP046001,Terre Rouge,Cahors,1177,2015\n"
        'QP046002,Entre deux,"Cahors, Figeac",1236,2015\n'
        "QP046003,Ailleurs,Saint-Girons,1236,2015\n"
    )
    report = load("QPV", save(text), vintage=2015)
    assert quarters(2015) == {"QP046001": ["46042"], "QP046002": ["46042", "46102"]}
    assert "Saint-Girons" in refusals(report)[0][1]


def test_a_bad_line_is_told_and_its_department_says_no_no_more(save, load, refusals):
    lines = [
        "QX04602M;Code;46042;Cahors",
        "QP046001;Ancien;46042;Cahors",
        "QN04603M;Commune;46999;?",
        "QN04604M;Ailleurs;09261;Saint-Girons",
        "QN04605M;;46042;Cahors",
        "QN04606M;Sans commune;;",
        f"QN04607M;{'x' * 201};46042;Cahors",
        "QN04601M;Autre nom;46042;Cahors",
        "QN04601M;Terre Rouge;46042;Cahors",
        "QN00901M;Cœur de ville;09261;Saint-Girons",
    ]
    report = load("QPV", save(HEAD + TERRE_ROUGE + "\n".join(lines) + "\n"), vintage=2024)
    assert [line for line, _ in refusals(report)] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert quarters().keys() == {"QN04601M", "QN00901M"}
    assert dict(refusals(report))[4] == "QP046001 n’est pas un code du millésime 2024."
    assert locate(insee="46102")["qpv"]["answer"] == "not_loaded"
    assert locate(insee="09261")["qpv"]["answer"] == "to_confirm"


def test_a_line_of_no_known_department_leaves_no_department_covered(save, load):
    report = load("QPV", save(f"{HEAD}{TERRE_ROUGE}???;?;?;?\n"), vintage=2024)
    assert (report.vintage.scope, report.vintage.codes) == ("communes", [])
    assert locate(insee="46102")["qpv"]["answer"] == "not_loaded"


def test_a_covered_department_without_quarter_says_no(save, load):
    load("QPV", save(HEAD + TERRE_ROUGE), vintage=2024, departments=frozenset({"09", "46"}))
    assert locate(insee="09261")["qpv"]["answer"] == "no"


def test_a_former_code_leads_to_the_quarter_of_today(save, load):
    load("QPV", save(f"{HEAD}QN04601M;Terre Rouge;46217;Pern\n"), vintage=2024)
    assert locate(insee="46042")["qpv"]["code"] == "QN04601M"


@pytest.mark.parametrize("communes", [["46042", "46102"], "46042;46102", "46042 | 46102"])
def test_contours_give_their_communes_as_a_list_or_joined(save, load, communes):
    path = save(contours(feature(insee_com=communes)), "qp.geojson")
    load("QPV", path, vintage=2024)
    assert quarters() == {"QN04601M": ["46042", "46102"]}
    assert locate(insee="46042", lat=44.41, lon=1.41)["qpv"]["answer"] == "yes"


def test_contours_of_2015_name_the_communes_that_their_code_forgets(save, load):
    told = feature("QP046001", insee_com=None, nom_commune="Cahors, Figeac", code_commune="46042")
    load("QPV", save(contours(told), "qp.geojson"), vintage=2015)
    assert quarters(2015) == {"QP046001": ["46042", "46102"]}


def test_an_unknown_name_beside_a_code_is_remarked(save, load):
    told = feature("QP046001", insee_com="46042", nom_commune="Cahors, Nulle-Part")
    report = load("QPV", save(contours(told), "qp.geojson"), vintage=2015)
    assert quarters(2015) == {"QP046001": ["46042"]}
    assert "Nulle-Part" in str(report.notices[0])


def test_invalid_rings_are_repaired(save, load):
    load("QPV", save(contours(feature(geometry=BOW)), "qp.geojson"), vintage=2024)
    assert Zone.objects.get().geometry["type"] == "MultiPolygon"


FLAT = {"type": "Polygon", "coordinates": [[[1, 44], [2, 44], [1, 44], [1, 44]]]}
LAMBERT = {"type": "Polygon", "coordinates": [[[6e5, 6e6], [6e5, 7e6], [7e5, 6e6], [6e5, 6e6]]]}


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (FLAT, "le contour n’a pas de surface."),
        (LAMBERT, "les coordonnées ne sont pas des degrés WGS 84 (Lambert 93 ?)."),
        ({"type": "Point", "coordinates": [1, 44]}, "le contour n’est pas un polygone."),
        ({"type": "Polygon", "coordinates": []}, "le contour n’a aucun point."),
        ({"type": "Polygon", "coordinates": [[[1, 44], [2, 44]]]}, "le contour est mal formé."),
        ({"type": "Polygon", "coordinates": [1, 2]}, "le contour est mal formé."),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "Lambert"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 44]]]}, "Lambert"),
        ("autre", "le contour n’est pas un polygone."),
    ],
)
def test_a_bad_contour_is_told_and_spoils_no_other(save, load, refusals, geometry, sentence):
    path = save(contours(feature(), feature("QN04602M", geometry)), "qp.geojson")
    report = load("QPV", path, vintage=2024)
    ((rank, told),) = refusals(report)
    assert (rank, sentence in told) == (2, True)
    assert quarters().keys() == {"QN04601M"}


@pytest.mark.parametrize("odd", [None, 3, {}, {"properties": None}, {"properties": {"code_qp": 3}}])
def test_a_feature_that_is_none_is_refused(save, load, odd):
    report = load("QPV", save(contours(feature(), odd), "qp.geojson"), vintage=2024)
    assert [remark.unit for remark in report.refused] == ["Élément"]


def test_a_collection_of_shapes_is_placed(save, load):
    shape = {"type": "GeometryCollection", "geometries": [square(1, 44, 2, 45)]}
    load("QPV", save(contours(feature(geometry=shape)), "qp.geojson"), vintage=2024)
    assert Zone.objects.get().geometry["type"] == "Polygon"


def test_a_list_and_contours_are_joined_by_code(save, load):
    listed = save(f"{HEAD}{TERRE_ROUGE}QN04602M;Listé;46102;Figeac\n")
    drawn = save(contours(feature(lib_qp="x"), feature("QN04603M")), "qp.geojson")
    report = load("QPV", drawn, listed, vintage=2024)
    assert quarters().keys() == {"QN04601M", "QN04602M", "QN04603M"}
    assert Zone.objects.get(code="QN04601M").name == "Terre Rouge"
    assert len(report.notices) == 2
    assert locate(insee="46102", lat=44.6, lon=2.0)["qpv"]["answer"] == "to_confirm"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (contours(feature())[:-40], "tronqué"),
        ("[1, 2]", "pas une collection"),
        (contours(), "pas une collection"),
        (contours({"properties": {"nom": "x"}}), "code_qp"),
        ("[" * 100_000, "tronqué|pas un GeoJSON"),
        (f"{HEAD}QP046001;Terre Rouge;46042;Cahors\n", "n’est pas un code du millésime 2024"),
        (f"{HEAD}{TERRE_ROUGE}QN04602M;Au", "tronqué"),
    ],
)
def test_a_file_that_cannot_be_used_writes_nothing(save, load, text, sentence):
    with pytest.raises(Unusable, match=sentence):
        load("QPV", save(text), vintage=2024)
    assert quarters() == {}


def test_two_lists_are_refused(save, load):
    with pytest.raises(Unusable, match="au plus une liste"):
        load("QPV", save(HEAD + TERRE_ROUGE), save(HEAD + TERRE_ROUGE, "2.csv"), vintage=2024)
