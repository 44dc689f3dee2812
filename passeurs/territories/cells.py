"""Approximate outlines, where none is published with the lists: each commune takes what is nearer
to its centre than to any other, and a department is the union of its communes.
"""

import json

import numpy as np
import shapely

from passeurs.territories.geometry import METRES_PER_DEGREE

FLAT = 0.69
"""What a degree of longitude is worth in degrees of latitude, in the middle of France."""

REACH = 6_500 / METRES_PER_DEGREE
"""No commune of France reaches further from its centre than this in the open sea of a border."""

DETAIL = 1_200 / METRES_PER_DEGREE
FEWEST = 30
"""Under so many centres a department has no shape."""


def commune_cells(points):
    """One shapely polygon for each (lon, lat), in the same order, the outer ones cut at REACH."""
    plane = np.array(points, dtype=float) * (FLAT, 1)
    centres = shapely.points(plane)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), ordered=True))
    cells = shapely.intersection(cells, shapely.buffer(centres, REACH, quad_segs=6))
    return shapely.transform(cells, lambda place: place / (FLAT, 1))


def department_outlines(centres):
    """{department: GeoJSON} of those with enough centres; `centres` are (department, lon, lat)."""
    distinct = list({(lon, lat): (name, lon, lat) for name, lon, lat in centres}.values())
    names = np.array([name for name, _, _ in distinct])
    if len(names) < FEWEST:
        return {}
    cells = commune_cells([(lon, lat) for _, lon, lat in distinct])
    found, counts = np.unique(names, return_counts=True)
    return {
        str(name): _outline(cells[names == name])
        for name, count in zip(found, counts, strict=True)
        if count >= FEWEST
    }


def _outline(cells):
    shape = shapely.union_all(shapely.buffer(cells, 1e-6))
    smooth = shapely.simplify(shapely.buffer(shapely.buffer(shape, DETAIL), -DETAIL), DETAIL)
    largest = max(shapely.get_parts(smooth), key=lambda part: part.area)
    rounded = shapely.set_precision(shapely.Polygon(largest.exterior), 0.001)
    return json.loads(shapely.to_geojson(rounded))
