import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.network.rules import (
    EARTH_RADIUS_M,
    LONGEST_REFERENCES,
    Reference,
    box_around,
    distance_m,
    references_in,
    rooms_in,
    told_distance,
)

lats, lons = st.floats(-90, 90), st.floats(-180, 180)
points = st.tuples(lats, lons)


@pytest.mark.parametrize(
    ("here", "there", "kilometres"),
    [
        ((48.8566, 2.3522), (43.6045, 1.4440), 588.2),
        ((44.4475, 1.4413), (44.4475, 1.4413), 0),
        ((0, 0), (0, 180), 20_015.1),
        ((90, 0), (-90, 77), 20_015.1),
        ((0, 179.5), (0, -179.5), 111.2),
    ],
)
def test_a_distance_is_that_of_the_great_circle(here, there, kilometres):
    assert distance_m(*here, *there) / 1000 == pytest.approx(kilometres, abs=0.6)


@settings(deadline=None)
@given(points, points)
def test_a_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(here, there):
    far = distance_m(*here, *there)
    assert far == pytest.approx(distance_m(*there, *here), abs=1e-3)
    assert 0 <= far <= math.pi * EARTH_RADIUS_M + 1


@settings(deadline=None)
@given(points, points, points)
def test_a_detour_is_never_shorter(here, there, between):
    direct = distance_m(*here, *there)
    assert direct <= distance_m(*here, *between) + distance_m(*between, *there) + 1


@settings(deadline=None)
@given(points, points, st.floats(1, 500_000))
def test_a_point_within_the_radius_is_always_in_the_box(here, there, radius):
    if distance_m(*here, *there) <= radius:
        assert box_around(*here, radius).holds(*there)


@settings(deadline=None)
@given(lats, lons, st.floats(1, 500_000))
def test_a_box_stays_on_the_earth(lat, lon, radius):
    box = box_around(lat, lon, radius)
    assert -90 <= box.south <= lat <= box.north <= 90
    assert -180 <= box.west <= 180
    assert -180 <= box.east <= 180


def test_a_box_that_crosses_the_far_meridian_holds_both_its_sides():
    box = box_around(-13.3, -179.9, 50_000)
    assert box.west > box.east
    assert box.holds(-13.3, 179.9)
    assert not box.holds(-13.3, 0)


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "moins de 50\u00a0m"),
        (430, "450\u00a0m"),
        (974, "950\u00a0m"),
        (976, "1\u00a0km"),
        (3_440, "3,4\u00a0km"),
        (9_960, "10\u00a0km"),
        (27_400, "27\u00a0km"),
    ],
)
def test_a_distance_is_told_as_one_says_it(metres, words):
    assert told_distance(metres) == words


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("La Crue (2021), son", Reference("La Crue (2021), son", "")),
        ("La Crue — https://a.example/x", Reference("La Crue", "https://a.example/x")),
        ("La Crue (https://a.example/x).", Reference("La Crue", "https://a.example/x")),
        (
            "La Crue (2021) – https://a.example/x",
            Reference("La Crue (2021)", "https://a.example/x"),
        ),
        ("https://a.example", Reference("", "https://a.example")),
        ("javascript:alert(1)", Reference("javascript:alert(1)", "")),
        ('<a href="https://a.example">x', Reference('<a href=" ">x', "https://a.example")),
    ],
)
def test_a_work_is_its_words_and_where_to_see_it(line, told):
    assert references_in(f"\n{line}\n\n")[0] == told


def test_a_long_list_of_works_is_cut():
    assert len(references_in("Un film\n" * 500)) == LONGEST_REFERENCES


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("", []),
        ("180", [180]),
        ("180, 60 et 45", [180, 60, 45]),
        ("1\u202f200 places ; 90 pl.", [1200, 90]),
    ],
)
def test_rooms_are_read_as_people_write_them(text, seats):
    assert rooms_in(text) == seats


@pytest.mark.parametrize(
    "text", ["beaucoup", "0", "-5", "12,5 places,x", "²", ",".join("9" * 31), "50001"]
)
def test_what_is_no_number_of_seats_is_told(text):
    with pytest.raises(ValueError, match=r"place|salles"):
        rooms_in(text)
