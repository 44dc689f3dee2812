"""The map on which an action is placed."""

from dataclasses import replace

from django.http import QueryDict

from passeurs.territories.drawing import WIDTHS_M, draw
from passeurs.territories.models import Zone

STEP = 0.4
"""How much of the map one move shifts."""


def middle_of(action):
    """(lon, lat) of the action, else of its commune, else of a quarter of it; None without any."""
    if None not in (action.lat, action.lon):
        return action.lon, action.lat
    commune = action.commune
    if commune is None:
        return None
    if None not in (commune.lat, commune.lon):
        return commune.lon, commune.lat
    boxes = Zone.objects.filter(communes__insee=commune.pk).exclude(west=None)
    zone = boxes.order_by("-vintage", "code").first()
    return ((zone.west + zone.east) / 2, (zone.south + zone.north) / 2) if zone else None


def map_of(action, frame):
    """The drawing, with the addresses that move it or change its zoom."""
    vintage = action.dossier.edition.document()["territory"]["qpv_vintage"]
    point = (action.lon, action.lat) if None not in (action.lat, action.lon) else None
    zoom = WIDTHS_M.index(frame.metres)
    return {
        "drawing": draw(frame, qpv_vintage=vintage, marker=point),
        "vintage": vintage,
        "here": _query(frame, zoom),
        "closer": _query(frame, zoom + 1) if zoom + 1 < len(WIDTHS_M) else "",
        "further": _query(frame, zoom - 1) if zoom else "",
        "moves": [
            ("up", "Nord", _query(frame.moved(up=STEP), zoom)),
            ("back", "Ouest", _query(frame.moved(right=-STEP), zoom)),
            ("arrow", "Est", _query(frame.moved(right=STEP), zoom)),
            ("down", "Sud", _query(frame.moved(up=-STEP), zoom)),
        ],
    }


def _query(frame, zoom):
    frame = replace(frame, lon=round(frame.lon, 5), lat=round(frame.lat, 5))
    query = QueryDict(mutable=True)
    query.update({"lat": frame.lat, "lon": frame.lon, "z": zoom})
    return f"?{query.urlencode()}"
