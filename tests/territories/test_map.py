import pytest
import shapely

from passeurs.territories.geometry import edge_distances
from passeurs.territories.map import Frame
from tests.factories.territories import square

CAHORS = Frame(lon=1.4409, lat=44.4475, metres=6_400)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (640, 480), (320, 240), (12.5, 401.3)])
def test_a_pixel_leads_to_its_point_and_back(x, y):
    assert CAHORS.xy(*CAHORS.lonlat(x, y)) == pytest.approx((x, y), abs=0.2)


def test_distances_on_the_map_are_those_of_the_ground():
    lon, lat = CAHORS.lonlat(420, 240)
    [metres] = edge_distances([shapely.Point(CAHORS.lon, CAHORS.lat)], lon, lat)
    assert metres == pytest.approx(1_000, rel=0.01)


def test_a_frame_holds_what_it_was_asked_to():
    frame = Frame.holding((0.5, 42.3, 4.9, 45.1))
    west, south, east, north = frame.bounds
    assert (west < 0.5, south < 42.3, east > 4.9, north > 45.1) == (True,) * 4
    assert frame.holds(1.44, 43.6)
    assert not frame.holds(2.35, 48.85)


def test_a_frame_around_one_point_is_never_empty():
    assert Frame.holding((1.4, 44.4, 1.4, 44.4)).metres > 100


def test_a_frame_moves_by_a_share_of_itself():
    moved = CAHORS.moved(right=0.25, up=0.5)
    assert CAHORS.xy(moved.lon, moved.lat) == pytest.approx((480, 0), abs=0.2)


def test_a_shape_becomes_a_path_cut_to_the_frame():
    _, _, east, north = CAHORS.bounds
    path = CAHORS.path(square(CAHORS.lon, CAHORS.lat, east + 9, north + 9))
    assert (path[0], path[-1]) == ("M", "Z")
    assert "320.0 240.0" in path
    assert max(float(word) for word in path.strip("MZ").replace("L", " ").split()) < 800


def test_what_lies_elsewhere_draws_nothing():
    assert CAHORS.path(square(5, 48, 5.1, 48.1)) == ""
    assert CAHORS.path(shapely.Point(CAHORS.lon, CAHORS.lat)) == ""


def test_a_hole_and_a_line_are_drawn_too():
    ring = shapely.Point(CAHORS.lon, CAHORS.lat).buffer(0.01)
    holed = ring.difference(shapely.Point(CAHORS.lon, CAHORS.lat).buffer(0.005))
    assert CAHORS.path(holed).count("Z") == 2
    line = CAHORS.path(shapely.LineString([(1.43, 44.44), (1.45, 44.45)]))
    assert (line[0], "Z" in line) == ("M", False)


@pytest.mark.parametrize(("metres", "told"), [(6_400, 1_000), (640, 100), (300_000, 50_000)])
def test_the_scale_is_a_round_length(metres, told):
    pixels, length = Frame(1, 44, metres).scale()
    assert length == told
    assert pixels == pytest.approx(640 * told / metres, abs=0.1)
