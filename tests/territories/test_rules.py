import pytest

from passeurs.territories import rules
from passeurs.territories.enums import Scope


@pytest.mark.parametrize(
    ("insee", "department"), [("46042", "46"), ("2A004", "2A"), ("97411", "974"), ("98818", "988")]
)
def test_the_department_is_read_from_the_code(insee, department):
    assert rules.department_of(insee) == department


@pytest.mark.parametrize(
    ("scope", "codes", "covered"),
    [
        (Scope.FRANCE, [], True),
        (Scope.DEPARTMENTS, ["46"], True),
        (Scope.DEPARTMENTS, ["31"], False),
        (Scope.COMMUNES, ["46042"], True),
        (Scope.COMMUNES, ["46102"], False),
    ],
)
def test_a_vintage_covers_what_its_scope_says(scope, codes, covered):
    assert rules.covers(scope=scope, codes=codes, insee="46042") is covered


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        (43.6, 1.44, (1.44, 43.6)),
        ("43.6", "1.44", (1.44, 43.6)),
        (None, 1.44, None),
        (43.6, "", None),
        ("nan", "1", None),
        (91, 1, None),
        (43, 181, None),
    ],
)
def test_a_point_that_is_not_on_earth_is_no_point(lat, lon, point):
    assert rules.point_of(lat=lat, lon=lon) == point


def test_saint_is_abbreviated_only_before_another_word():
    assert rules.search_terms("St Girons") == ["saint", "girons"]
    assert rules.search_terms("st") == ["st"]
    assert rules.search_terms(" … ") == []


def test_bounds_hold_every_part_of_a_shape():
    two = {"type": "MultiPolygon", "coordinates": [[[[1, 43], [2, 43], [2, 44]]], [[[0, 45]]]]}
    assert rules.bounds(two) == {"west": 0, "south": 43, "east": 2, "north": 45}
    assert rules.bounds(None) == {}
