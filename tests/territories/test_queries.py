"""Answers on invented places: Tilleuls, a rectangle in the commune 46901, which is loaded."""

import math

import pytest

from passeurs.territories.enums import Classification, Kind, Scope
from passeurs.territories.geometry import METRES_PER_DEGREE
from passeurs.territories.queries import locate, locate_many, search_communes, vintages_for
from tests.factories.territories import (
    CommuneFactory,
    FormerCodeFactory,
    RuralClassFactory,
    VintageFactory,
    ZoneFactory,
    square,
)

pytestmark = pytest.mark.django_db

WEST, SOUTH, EAST, NORTH = 1.40, 44.40, 1.42, 44.42
MIDDLE = {"lat": 44.41, "lon": 1.41}
METRE = 1 / METRES_PER_DEGREE


@pytest.fixture
def tilleuls():
    VintageFactory(codes=["46901", "46902", "46903"])
    VintageFactory(kind=Kind.FRR, vintage=2025, codes=["46901", "46902", "46903"])
    VintageFactory(kind=Kind.COMMUNES, vintage=2026, scope=Scope.FRANCE)
    commune = CommuneFactory(insee="46901", name="Vers-le-Pont", lon=1.41, lat=44.41)
    CommuneFactory(insee="46902", name="Lalande")
    CommuneFactory(insee="46999", name="Ailleurs")
    RuralClassFactory(insee="46901")
    RuralClassFactory(insee="46902", label="Non classée", state=Classification.NONE)
    ZoneFactory(code="QN04601N", geometry=square(WEST, SOUTH, EAST, NORTH), communes=["46901"])
    return commune


def north_of_the_edge(metres):
    """A point so many metres north of the northern edge; a negative number is inside."""
    return {"lat": NORTH + metres * METRE, "lon": 1.41}


@pytest.mark.parametrize(
    ("metres", "answer", "distance"),
    [
        (-500, "yes", 0),
        (-21, "yes", 0),
        (-19, "to_confirm", 0),
        (-10, "to_confirm", 0),
        (10, "to_confirm", 10),
        (19, "to_confirm", 19),
        (21, "no", 21),
        (1_200, "no", 1_200),
    ],
)
def test_close_to_an_edge_nobody_can_tell(tilleuls, metres, answer, distance):
    qpv = locate(insee="46901", **north_of_the_edge(metres))["qpv"]
    assert (qpv["answer"], qpv["distance_m"]) == (answer, distance)
    assert (qpv["code"] is None) == (answer == "no")


def test_the_width_of_a_degree_follows_the_latitude(tilleuls):
    west = WEST - 15 * METRE / math.cos(math.radians(44.41))
    qpv = locate(insee="46901", lat=44.41, lon=west)["qpv"]
    assert (qpv["answer"], qpv["distance_m"]) == ("to_confirm", 15)


def test_the_findings_have_the_shape_that_others_read(tilleuls):
    assert locate(insee="46901", **MIDDLE) == {
        "qpv": {
            "answer": "yes",
            "code": "QN04601N",
            "name": "Les Tilleuls",
            "distance_m": 0,
            "vintage": 2024,
            "reason": "Le lieu est dans le quartier prioritaire «\u00a0Les Tilleuls\u00a0» (QN04601N).",
        },
        "rural": {
            "answer": "yes",
            "kind": "FRR",
            "class": "FRR socle",
            "vintage": 2025,
            "reason": "Vers-le-Pont est classée en FRR (2025)\u00a0: «\u00a0FRR socle\u00a0».",
        },
    }


def test_a_commune_with_a_quarter_asks_for_the_address(tilleuls):
    qpv = locate(insee="46901")["qpv"]
    assert (qpv["answer"], qpv["code"], qpv["distance_m"]) == ("to_confirm", "QN04601N", None)
    assert qpv["reason"].endswith("précisez l’adresse.")


def test_a_commune_with_several_quarters_names_none(tilleuls):
    ZoneFactory(code="QN04602N", geometry=square(1.5, 44.5, 1.51, 44.51), communes=["46901"])
    qpv = locate(insee="46901")["qpv"]
    assert (qpv["answer"], qpv["code"]) == ("to_confirm", None)
    assert "2 quartiers prioritaires" in qpv["reason"]


def test_a_loaded_commune_without_quarter_or_class_says_no(tilleuls):
    found = locate(insee="46902")
    assert found["qpv"]["answer"] == found["rural"]["answer"] == "no"


@pytest.mark.parametrize("place", [{"insee": "46999"}, {"insee": "99999"}])
def test_a_commune_that_is_not_loaded_never_says_no(tilleuls, place):
    for point in ({}, {"lat": 45.0, "lon": 2.0}):
        found = locate(**place, **point)
        assert found["qpv"]["answer"] == found["rural"]["answer"] == "not_loaded"


def test_an_unknown_code_says_nothing_even_when_all_of_france_is_loaded(tilleuls):
    VintageFactory(vintage=2015, scope=Scope.FRANCE)
    assert locate(insee="99999", qpv_vintage=2015)["qpv"]["answer"] == "not_loaded"
    assert locate(insee="46902", qpv_vintage=2015)["qpv"]["answer"] == "no"


def test_a_vintage_that_is_not_loaded_says_so(tilleuls):
    found = locate(insee="46901", **MIDDLE, qpv_vintage=2015, rural=("ZRR", 2021))
    assert found["qpv"]["answer"] == found["rural"]["answer"] == "not_loaded"
    assert found["rural"]["reason"] == "Zonage non chargé\u00a0: ZRR 2021."


def test_a_vintage_loaded_by_department_covers_its_communes(tilleuls):
    VintageFactory(vintage=2015, scope=Scope.DEPARTMENTS, codes=["46"])
    CommuneFactory(insee="31999")
    assert locate(insee="46999", qpv_vintage=2015)["qpv"]["answer"] == "no"
    assert locate(insee="31999", qpv_vintage=2015)["qpv"]["answer"] == "not_loaded"


def test_a_point_inside_a_quarter_of_another_commune_is_to_confirm(tilleuls):
    qpv = locate(insee="46902", **MIDDLE)["qpv"]
    assert (qpv["answer"], qpv["code"]) == ("to_confirm", "QN04601N")


def test_a_quarter_without_contour_may_hold_the_point(tilleuls):
    ZoneFactory(code="QN04603N", name="Sans contour", geometry=None, communes=["46902"])
    qpv = locate(insee="46902", lat=44.6, lon=1.6)["qpv"]
    assert qpv["answer"] == "to_confirm"
    assert "Sans contour" in qpv["reason"]


def test_a_vintage_without_any_quarter_says_no_to_a_point(tilleuls):
    VintageFactory(vintage=2015, codes=["46901"])
    qpv = locate(insee="46901", **MIDDLE, qpv_vintage=2015)["qpv"]
    assert (qpv["answer"], qpv["distance_m"]) == ("no", None)


@pytest.mark.parametrize(
    ("metres_north", "qpv", "rural"),
    [(0, "yes", "to_confirm"), (1_200, "no", "to_confirm"), (5_000, "to_confirm", "to_confirm"),
     (40_000, "not_loaded", "not_loaded")],
)  # fmt: skip
def test_a_point_without_commune_is_sure_only_near_a_known_centre(
    tilleuls, metres_north, qpv, rural
):
    found = locate(lat=44.41 + metres_north * METRE, lon=1.41)
    if metres_north == 1_200:
        found = locate(**north_of_the_edge(100))
    assert (found["qpv"]["answer"], found["rural"]["answer"]) == (qpv, rural)


def test_a_point_without_any_known_centre_is_not_loaded(tilleuls):
    tilleuls.lon = None
    tilleuls.save()
    found = locate(lat=44.43, lon=1.41)
    assert found["qpv"]["answer"] == found["rural"]["answer"] == "not_loaded"


def test_without_place_everything_is_to_confirm(tilleuls):
    found = locate()
    assert found["qpv"]["answer"] == found["rural"]["answer"] == "to_confirm"


def test_a_former_code_leads_to_the_commune_of_today(tilleuls):
    FormerCodeFactory(code="46903", commune=tilleuls)
    found = locate(insee="46903")
    assert found["qpv"]["code"] == "QN04601N"
    assert found["rural"]["reason"].startswith("Vers-le-Pont est classée")


def test_former_communes_classed_differently_are_to_confirm(tilleuls):
    FormerCodeFactory(code="46903", commune=tilleuls)
    RuralClassFactory(insee="46903", label="Non classée", state=Classification.NONE)
    assert locate(insee="46901")["rural"]["answer"] == "to_confirm"
    assert locate(insee="46903")["rural"]["answer"] == "no"


def test_a_partly_classed_commune_is_to_confirm(tilleuls):
    CommuneFactory(insee="46903")
    RuralClassFactory(insee="46903", label="Classée partiellement", state="partial")
    rural = locate(insee="46903")["rural"]
    assert (rural["answer"], rural["class"]) == ("to_confirm", "Classée partiellement")


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_dossier_is_located_in_four_queries(tilleuls, django_assert_num_queries, count):
    places = [{"insee": "46901", **MIDDLE}, {"insee": "46902"}, {"insee": ""}] * count
    locate_many(places)
    with django_assert_num_queries(4):
        assert len(locate_many(places)) == 3 * count


def test_guessing_communes_costs_one_query_more(tilleuls, django_assert_num_queries):
    locate_many([MIDDLE])
    with django_assert_num_queries(5):
        locate_many([MIDDLE, north_of_the_edge(50)])


def test_a_vintage_loaded_again_replaces_what_the_process_remembers(tilleuls):
    assert locate(insee="46901", **MIDDLE)["qpv"]["answer"] == "yes"
    ZoneFactory._meta.model.objects.all().delete()
    VintageFactory._meta.model.objects.filter(kind=Kind.QPV).delete()
    VintageFactory(codes=["46901"])
    assert locate(insee="46901", **MIDDLE)["qpv"]["answer"] == "no"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2014, (2015, ("ZRR", 2021))),
        (2023, (2015, ("ZRR", 2021))),
        (2024, (2024, ("FRR", 2025))),
        (2030, (2024, ("FRR", 2025))),
    ],
)
def test_a_year_asks_for_the_zonings_of_its_time(shipped, year, expected):
    assert vintages_for(year) == expected


def test_a_year_with_nothing_loaded_asks_for_itself():
    assert vintages_for(2024) == (2024, ("FRR", 2024))


@pytest.fixture
def named():
    for insee, name, postcode, people in [
        ("46042", "Cahors", "46000", 20_000),
        ("34172", "Montpellier", "34000", 300_000),
        ("65319", "Mont", "65240", 40),
        ("09261", "Saint-Girons", "09200", 6_000),
        ("48001", "L’Énergie", "48000", 10),
    ]:
        CommuneFactory(insee=insee, name=name, postcodes=[postcode], population=people)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("energie", ["L’Énergie"]),
        ("CAHORS", ["Cahors"]),
        ("460", ["Cahors"]),
        ("46042", ["Cahors"]),
        ("cahors 46", ["Cahors"]),
        ("mont", ["Mont", "Montpellier"]),
        ("st girons", ["Saint-Girons"]),
        ("girons saint", ["Saint-Girons"]),
        ("hors", []),
        ("", []),
        ("%", []),
        ("_\x00'", []),
        ("🙂", []),
        ("x" * 100_000, []),
    ],
)
def test_communes_are_found_by_name_or_postcode(named, text, names):
    assert [commune.name for commune in search_communes(text)] == names


def test_the_search_is_bounded(named):
    CommuneFactory.create_batch(60, postcodes=["81000"])
    assert len(search_communes("81")) == 12
    assert len(search_communes("81", limit=1_000)) == 50
    assert len(search_communes("81", limit=-1)) == 1
