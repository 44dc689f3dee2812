import math

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from passeurs.territories.geometry import METRES_PER_DEGREE, ShapeIndex, repaired
from tests.factories.territories import square

WEST, SOUTH, EAST, NORTH = 1.40, 43.60, 1.42, 43.61
INDEX = ShapeIndex([shapely.box(WEST, SOUTH, EAST, NORTH), shapely.box(1.5, 43.7, 1.51, 43.71)])


@settings(deadline=None)
@given(lon=st.floats(1.35, 1.47), lat=st.floats(43.55, 43.66))
def test_inside_means_no_distance_and_outside_the_way_to_the_nearest_edge(lon, lat):
    found = INDEX.position(lon=lon, lat=lat)
    assert found.is_inside == (WEST <= lon <= EAST and SOUTH <= lat <= NORTH)
    assert (found.distance_m == 0) == (found.is_inside or found.edge_m <= 0.5)
    if found.rank == 0 and not found.is_inside:
        assert math.isclose(found.edge_m, _by_hand(lon, lat), rel_tol=1e-6, abs_tol=1e-3)


def _by_hand(lon, lat):
    """Metres from a point to the first rectangle, by the Pythagorean theorem."""
    across = max(WEST - lon, 0, lon - EAST) * math.cos(math.radians(lat))
    along = max(SOUTH - lat, 0, lat - NORTH)
    return math.hypot(across, along) * METRES_PER_DEGREE


@settings(deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_any_point_on_earth_has_a_nearest_contour(lon, lat):
    found = INDEX.position(lon=lon, lat=lat)
    assert found.edge_m >= 0
    assert math.isfinite(found.edge_m)


def test_the_nearest_contour_is_found_beyond_the_first_search_box():
    found = INDEX.position(lon=1.9, lat=43.7)
    assert (found.rank, round(found.edge_m, -3)) == (1, 31_000)


def test_no_contour_gives_no_position():
    assert ShapeIndex([]).position(lon=1, lat=43) is None


def test_in_two_contours_the_deepest_is_given():
    index = ShapeIndex([shapely.box(1, 43, 1.01, 43.01), shapely.box(1, 43, 1.1, 43.1)])
    assert index.position(lon=1.0095, lat=43.0095).rank == 1


def test_a_bow_tie_is_repaired_into_its_two_halves():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    shape = shapely.geometry.shape(repaired(bow))
    assert shape.is_valid
    assert shape.area == 2


def test_stray_lines_left_by_a_repair_are_dropped():
    spike = [[0, 0], [2, 0], [2, 2], [2, 5], [2, 2], [0, 2], [0, 0]]
    shape = shapely.geometry.shape(repaired({"type": "Polygon", "coordinates": [spike]}))
    assert (shape.geom_type, shape.bounds) == ("Polygon", (0, 0, 2, 2))


def test_a_contour_without_surface_is_no_contour():
    flat = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0], [0, 0]]]}
    assert repaired(flat) is None


def test_a_valid_contour_keeps_its_surface():
    assert shapely.geometry.shape(repaired(square(0, 0, 1, 1))).area == 1
