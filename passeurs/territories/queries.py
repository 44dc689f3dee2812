"""What the territories answer: the zonings of a place, and communes by name."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, F, Prefetch, Q, Value, When

from passeurs.territories import rules
from passeurs.territories.comparison import Comparison
from passeurs.territories.enums import Kind
from passeurs.territories.findings import qpv_finding, rural_finding
from passeurs.territories.indexes import commune_index, zone_index
from passeurs.territories.models import (
    Commune,
    FormerCode,
    Import,
    ImportFile,
    Outline,
    RuralClass,
    Vintage,
)

DEFAULT_QPV = 2024
DEFAULT_RURAL = (Kind.FRR, 2025)
RURAL_HANDOVER = 2024
MAX_RESULTS = 50


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place as it is examined: its point, the commune given or guessed, and all its codes.

    `name` stays empty when no commune of France has the code asked.
    """

    point: tuple | None = None
    asked: str = ""
    insee: str = ""
    name: str = ""
    codes: frozenset = field(default_factory=frozenset)
    guess_m: int | None = None

    @property
    def is_guessed(self):
        return self.guess_m is not None

    @property
    def label(self):
        return self.name or f"la commune {self.asked}"


def locate(*, insee=None, lat=None, lon=None, qpv_vintage=DEFAULT_QPV, rural=DEFAULT_RURAL):
    """The findings of one place, ready for JSON; see `locate_many`."""
    place = {"insee": insee, "lat": lat, "lon": lon}
    return locate_many([place], qpv_vintage=qpv_vintage, rural=rural)[0]


def locate_many(places, *, qpv_vintage=DEFAULT_QPV, rural=DEFAULT_RURAL):
    """The findings of each place (dicts with `insee`, `lat`, `lon`, any of them missing).

    Four queries whatever the number of places, five when a commune must be guessed; two more the
    first time a process meets a QPV vintage, and one the first time it guesses. A zoning that does
    not reach the commune answers `not_loaded`, never `no`.
    """
    vintages = _vintages(qpv_vintage, rural)
    examined = _examined(places)
    classes = _rural_classes(examined, *rural)
    quarters, classing = vintages[Kind.QPV], vintages[rural[0]]
    index = zone_index(quarters) if quarters else None
    return [
        {
            "qpv": qpv_finding(place, year=qpv_vintage, vintage=quarters, index=index),
            "rural": rural_finding(place, rural=rural, vintage=classing, classes=classes),
        }
        for place in examined
    ]


def compare_places(places, *, before, after):
    """A `Comparison` for each place, under two pairs (QPV vintage, (rural kind, vintage))."""
    first, second = (
        locate_many(places, qpv_vintage=qpv, rural=rural) for qpv, rural in (before, after)
    )
    return [Comparison(*found) for found in zip(places, first, second, strict=True)]


def changed_places(places, *, before, after):
    """The comparisons of the places whose class differs, both sides being loaded.

    `before` and `after` are pairs as `vintages_for` gives them. A verdict already given is not
    touched: it carries the vintage that it used.
    """
    compared = compare_places(places, before=before, after=after)
    return [comparison for comparison in compared if comparison.changed]


def vintages_for(year):
    """The zonings to ask for a year: (QPV vintage, (rural kind, vintage)), among those loaded.

    FRR took over from ZRR in 2024. The latest vintage up to that year, else the earliest known.
    """
    rural = Kind.FRR if year >= RURAL_HANDOVER else Kind.ZRR
    known = defaultdict(list)
    for kind, vintage in Vintage.objects.values_list("kind", "vintage"):
        known[kind].append(vintage)
    return _closest(known[Kind.QPV], year), (rural, _closest(known[rural], year))


def _closest(vintages, year):
    past = [vintage for vintage in vintages if vintage <= year]
    return max(past) if past else min(vintages, default=year)


def search_communes(text, *, limit=12):
    """Communes whose name, postcode or INSEE code has every word typed, the likeliest first.

    The exact name, then names that begin so, then the most populous; accents and case are ignored.
    """
    terms = rules.search_terms(text)
    if not terms:
        return []
    start = " " + " ".join(terms)
    rank = Case(
        When(search__startswith=f"{start} |", then=Value(0)),
        When(search__startswith=start, then=Value(1)),
        default=Value(2),
    )
    found = Q(*(("search__contains", f" {term}") for term in terms))
    ordered = Commune.objects.filter(found).order_by(rank, "-population", "name", "insee")
    return list(ordered[: max(1, min(limit, MAX_RESULTS))])


def imports_asked():
    """The imports asked from the screen, latest first, with who asked; the bytes stay behind."""
    files = Prefetch("files", ImportFile.objects.defer("content"))
    return Import.objects.select_related("asked_by").prefetch_related(files)


def vintages_loaded():
    """What is loaded, latest vintage first within a kind."""
    return Vintage.objects.order_by("kind", "-vintage")


def vintages_to_compare():
    """The zonings loaded since the places of the dossiers were last compared with them."""
    never = Q(compared_at=None) | Q(compared_at__lt=F("loaded_at"))
    return Vintage.objects.exclude(kind=Kind.COMMUNES).filter(never).order_by("kind", "vintage")


def communes_of_codes(codes):
    """{code: Commune} for codes of today, of yesterday and of municipal districts; two queries."""
    former = dict(FormerCode.objects.filter(code__in=codes).values_list("code", "commune_id"))
    wanted = {code: former.get(code, code) for code in codes}
    known = Commune.objects.in_bulk(set(wanted.values()))
    return {code: known[insee] for code, insee in wanted.items() if insee in known}


def outlines(departments=None):
    """{department: GeoJSON} of the known outlines, of these departments or of all; one query."""
    rows = Outline.objects.all()
    if departments is not None:
        rows = rows.filter(department__in=departments)
    return dict(rows.values_list("department", "geometry"))


def _vintages(qpv_vintage, rural):
    """The two vintages asked, by kind; None where one is not loaded."""
    kind, year = rural
    asked = Q(kind=Kind.QPV, vintage=qpv_vintage) | Q(kind=kind, vintage=year)
    found = {vintage.kind: vintage for vintage in Vintage.objects.filter(asked)}
    return {wanted: found.get(wanted) for wanted in (Kind.QPV, kind)}


def _examined(places):
    """The places with their commune resolved, or guessed from the point when none is given."""
    asked = [str(place.get("insee") or "").strip().upper() for place in places]
    points = [rules.point_of(lat=place.get("lat"), lon=place.get("lon")) for place in places]
    guesses = _guesses(asked, points)
    codes = {*asked, *(guess.insee for guess in guesses if guess)} - {""}
    current, every, names = _communes(codes)
    return [
        _place(point, code, guess, current=current, every=every, names=names)
        for point, code, guess in zip(points, asked, guesses, strict=True)
    ]


def _guesses(asked, points):
    """The nearest commune of each point that comes without one."""
    orphans = [None if code else point for code, point in zip(asked, points, strict=True)]
    centres = commune_index() if any(orphans) else None
    return [centres.nearest(point) if point else None for point in orphans]


def _place(point, code, guess, *, current, every, names):
    asked = code or (guess.insee if guess else "")
    insee = current.get(asked, asked)
    return Place(
        point=point,
        asked=asked,
        insee=insee,
        name=names.get(insee, ""),
        codes=frozenset({asked, insee, *every.get(insee, ())} - {""}),
        guess_m=guess.distance_m if guess else None,
    )


def _communes(codes):
    """Today’s commune of each former code, every code of each commune, and the names."""
    current, every = {}, defaultdict(set)
    leading = FormerCode.objects.filter(Q(code__in=codes) | Q(commune__in=codes))
    for code, insee in leading.values_list("code", "commune_id"):
        every[insee].add(code)
        if code in codes:
            current[code] = insee
    wanted = codes | set(current.values())
    names = dict(Commune.objects.filter(pk__in=wanted).values_list("insee", "name"))
    return current, every, names


def _rural_classes(places, kind, year):
    codes = {code for place in places for code in place.codes}
    rows = RuralClass.objects.filter(kind=kind, vintage=year, insee__in=codes)
    return {row.insee: row for row in rows}
