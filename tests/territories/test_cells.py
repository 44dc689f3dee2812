import json

import pytest
import shapely

from passeurs.territories.actions import keep_outlines
from passeurs.territories.cells import commune_cells, department_outlines
from passeurs.territories.map import Frame
from passeurs.territories.queries import outlines
from passeurs.territories.reference import load_shipped
from tests.factories.territories import square
from tests.territories.conftest import LOADED_AT

GRID = [(1 + 0.05 * x, 44 + 0.04 * y) for x in range(8) for y in range(8)]


def test_a_commune_takes_what_is_nearer_to_its_centre():
    cells = commune_cells(GRID)
    assert len(cells) == len(GRID)
    assert all(
        cell.contains(shapely.Point(*point)) for cell, point in zip(cells, GRID, strict=True)
    )
    assert sum(cell.intersection(cells[27]).area for cell in cells) == pytest.approx(cells[27].area)


def test_two_departments_share_their_border():
    centres = [("46" if lon < 1.18 else "12", lon, lat) for lon, lat in GRID]
    found = department_outlines([*centres, centres[0]])
    first, second = (shapely.from_geojson(json.dumps(found[code])) for code in ("46", "12"))
    assert first.intersection(second).area < 0.05 * first.area
    assert first.distance(second) == pytest.approx(0, abs=0.01)


def test_too_few_centres_draw_nothing():
    assert department_outlines([("46", lon, lat) for lon, lat in GRID[:9]]) == {}
    rare = [("46", lon, lat) for lon, lat in GRID[:50]] + [("12", 3, 44)]
    assert set(department_outlines(rare)) == {"46"}


@pytest.mark.django_db
def test_the_outlines_of_occitanie_are_shipped(monkeypatch):
    monkeypatch.setattr("passeurs.territories.reference._shipped", lambda: ())
    keep_outlines({"46": square(1, 44, 2, 45)})
    load_shipped(at=LOADED_AT)
    found = outlines()
    assert len(found) == 13
    assert found["46"] == square(1, 44, 2, 45)
    region = shapely.union_all([shapely.from_geojson(json.dumps(one)) for one in found.values()])
    assert Frame.holding(region.bounds).path(found["31"])
    assert set(outlines(["46", "99"])) == {"46"}
