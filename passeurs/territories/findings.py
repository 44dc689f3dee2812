"""From what is known of a place to an answer: yes, no, to confirm or not loaded, and why.

No query here: the place, the vintage, the contours and the classes are given.
"""

from passeurs.territories import wording
from passeurs.territories.enums import Answer, Classification, Scope
from passeurs.territories.rules import covers

EDGE_TOLERANCE_M = 20
"""Contours are published to about ten metres: this close to an edge nobody can tell."""

SURE_GUESS_M = 2_500
"""This close to the centre of a commune, a point without a commune is taken as being in it."""


def qpv_finding(place, *, year, vintage, index):
    """What QPV of vintage `year` says of the place; `index` holds the contours of `vintage`."""
    if vintage is None:
        answer = _qpv(Answer.NOT_LOADED, wording.vintage_missing("QPV", year))
    elif place.point and (found := index.position(place.point)) and _touches(found[1]):
        answer = _in_or_at_the_edge(place, *found)
    elif place.point:
        answer = _outside(place, vintage, index)
    else:
        answer = _by_commune(place, vintage, index)
    return answer | {"vintage": year}


def _touches(position):
    return position.is_inside or position.edge_m <= EDGE_TOLERANCE_M


def _in_or_at_the_edge(place, zone, position):
    if position.edge_m <= EDGE_TOLERANCE_M:
        answer, reason = Answer.TO_CONFIRM, wording.near_edge(zone, EDGE_TOLERANCE_M)
    elif not place.is_guessed and place.codes and not place.codes & zone.communes:
        answer, reason = Answer.TO_CONFIRM, wording.other_commune(zone, place.label)
    else:
        answer, reason = Answer.YES, wording.inside(zone)
    return _qpv(answer, reason, zone, position.distance_m)


def _outside(place, vintage, index):
    if not _reaches(vintage, place):
        return _qpv(Answer.NOT_LOADED, _not_loaded(vintage, place))
    if unknown := [zone for zone in index.in_communes(place.codes) if not zone.has_contour]:
        return _qpv(Answer.TO_CONFIRM, wording.contour_missing(unknown[0]))
    found = index.position(place.point)
    if found is None:
        return _qpv(Answer.NO, wording.outside_all())
    zone, position = found
    distance = position.distance_m
    if vintage.scope != Scope.FRANCE and (place.guess_m or 0) > SURE_GUESS_M:
        return _qpv(Answer.TO_CONFIRM, wording.outside_unsure(zone, distance), None, distance)
    return _qpv(Answer.NO, wording.outside(zone, distance), None, distance)


def _by_commune(place, vintage, index):
    if not place.codes:
        return _qpv(Answer.TO_CONFIRM, wording.place_missing())
    if not place.name or not _reaches(vintage, place):
        return _qpv(Answer.NOT_LOADED, _not_loaded(vintage, place))
    zones = index.in_communes(place.codes)
    if not zones:
        return _qpv(Answer.NO, wording.no_quarter(place.label))
    only = zones[0] if len(zones) == 1 else None
    return _qpv(Answer.TO_CONFIRM, wording.quarters_in_commune(place.label, zones), only)


def rural_finding(place, *, rural, vintage, classes):
    """What a rural zoning `(kind, year)` says of the commune of the place."""
    kind, year = rural
    if vintage is None:
        answer = _rural(Answer.NOT_LOADED, wording.vintage_missing(kind, year))
    elif not place.codes and not place.point:
        answer = _rural(Answer.TO_CONFIRM, wording.place_missing())
    else:
        answer = _rural_of_commune(place, vintage, _rows(place, classes))
    return answer | {"kind": str(kind), "vintage": year}


def _rows(place, classes):
    """The rows that tell about the place: that of the code given when it is a former one."""
    if place.asked != place.insee and place.asked in classes:
        return [classes[place.asked]]
    return [classes[code] for code in sorted(place.codes) if code in classes]


def _rural_of_commune(place, vintage, rows):
    name, kind, year = place.label, vintage.kind, vintage.vintage
    if not rows or not _reaches(vintage, place):
        return _rural(Answer.NOT_LOADED, _not_loaded(vintage, place))
    label = rows[0].label if len({row.label for row in rows}) == 1 else None
    states = {row.state for row in rows}
    if place.is_guessed:
        reason = wording.commune_guessed(name, kind, year)
        return _rural(Answer.TO_CONFIRM, reason, label)
    if states == {Classification.FULL}:
        return _rural(Answer.YES, wording.classed(name, kind, year, rows[0].label), rows[0].label)
    if states == {Classification.NONE}:
        return _rural(Answer.NO, wording.not_classed(name, kind, year), label)
    if len(states) > 1:
        return _rural(Answer.TO_CONFIRM, wording.merged(name, kind, year))
    return _rural(Answer.TO_CONFIRM, wording.partly_classed(name, kind, year), label)


def _reaches(vintage, place):
    """Whether the vintage covers the place, by any code of its commune."""
    if vintage.scope == Scope.FRANCE:
        return True
    return any(covers(scope=vintage.scope, codes=vintage.codes, insee=code) for code in place.codes)


def _not_loaded(vintage, place):
    kind, year = vintage.kind, vintage.vintage
    if not place.codes:
        return wording.vintage_elsewhere(kind, year)
    return wording.commune_not_loaded(kind, year, place.label)


def _qpv(answer, reason, zone=None, distance_m=None):
    return {
        "answer": str(answer),
        "code": zone.code if zone else None,
        "name": zone.name if zone else None,
        "distance_m": distance_m,
        "reason": reason,
    }


def _rural(answer, reason, label=None):
    return {"answer": str(answer), "class": label, "reason": reason}
