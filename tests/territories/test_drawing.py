import pytest

from passeurs.territories.actions import keep_outlines
from passeurs.territories.drawing import WIDTHS_M, draw, frame_around
from passeurs.territories.indexes import commune_index
from tests.factories.territories import CommuneFactory, VintageFactory, ZoneFactory, square

LON, LAT = 1.44, 44.45
pytestmark = pytest.mark.django_db


@pytest.fixture
def cahors():
    """Cahors among its neighbours, with a quarter, in the department."""
    VintageFactory(kind="COMMUNES", vintage=2026)
    CommuneFactory(insee="46042", name="Cahors", lon=LON, lat=LAT, population=20_000)
    for rank, (x, y) in enumerate([(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1)]):
        CommuneFactory(name=f"Voisine {rank}", lon=LON + 0.03 * x, lat=LAT + 0.02 * y)
    VintageFactory(vintage=2024)
    ZoneFactory(
        code="QN04601M", name="Terre Rouge", geometry=square(LON, LAT, LON + 0.01, LAT + 0.01)
    )
    ZoneFactory(code="QN04602M", name="Ailleurs", geometry=square(5, 48, 5.01, 48.01))
    keep_outlines({"46": square(0.9, 44.2, 2.2, 45.1)})


def test_a_map_shows_what_its_frame_holds(cahors):
    drawing = draw(frame_around(LON, LAT), qpv_vintage=2024, marker=(LON, LAT))
    assert [(spot.name, spot.code) for spot in drawing.quarters] == [("Terre Rouge", "QN04601M")]
    assert drawing.communes[0].name == "Cahors"
    assert len(drawing.cells) >= 5
    assert (drawing.marker.x, drawing.marker.y) == (320, 240)
    assert "1 quartier prioritaire, autour de Cahors" in drawing.sentence.replace("\u00a0", " ")
    assert drawing.scale[1].replace("\u00a0", " ") == "1 km"


def test_a_wide_map_shows_departments_and_a_close_one_does_not(cahors):
    assert len(draw(frame_around(LON, LAT, 0), qpv_vintage=2024).departments) == 1
    assert draw(frame_around(LON, LAT, 6), qpv_vintage=2024).departments == []


def test_a_zoom_out_of_the_steps_is_brought_back():
    assert frame_around(LON, LAT, 99).metres == WIDTHS_M[-1]
    assert frame_around(LON, LAT, -3).metres == WIDTHS_M[0]


def test_without_anything_loaded_the_map_is_empty_and_says_so():
    drawing = draw(frame_around(LON, LAT), qpv_vintage=1999, marker=(5, 48))
    assert (drawing.quarters, drawing.cells, drawing.communes, drawing.marker) == ([], [], [], None)
    assert "aucune commune connue" in drawing.sentence


def test_quarters_without_contour_are_not_drawn():
    VintageFactory(vintage=2024)
    ZoneFactory(code="QN04601M")
    assert draw(frame_around(LON, LAT), qpv_vintage=2024).quarters == []


def test_too_few_centres_draw_no_cell():
    VintageFactory(kind="COMMUNES", vintage=2026)
    CommuneFactory(lon=LON, lat=LAT, name="Seule")
    assert commune_index().within((1, 44, 2, 45)) != {}
    drawing = draw(frame_around(LON, LAT), qpv_vintage=2024)
    assert (drawing.cells, drawing.communes[0].name) == ([], "Seule")


def test_tiles_are_asked_only_where_the_settings_name_them(settings):
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    tiles = draw(frame_around(LON, LAT), qpv_vintage=2024).tiles
    assert 4 <= len(tiles) <= 25
    assert all(tile["url"].startswith("https://tiles.example/1") for tile in tiles)
    assert min(tile["x"] for tile in tiles) <= 0
    assert max(tile["x"] + tile["width"] for tile in tiles) >= 640
    assert min(tile["y"] for tile in tiles) <= 0
    assert max(tile["y"] + tile["height"] for tile in tiles) >= 480


def test_four_queries_at_most_once_warm(cahors, django_assert_max_num_queries):
    draw(frame_around(LON, LAT), qpv_vintage=2024)
    with django_assert_max_num_queries(5):
        draw(frame_around(LON, LAT), qpv_vintage=2024)
