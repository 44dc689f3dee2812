"""The reference data shipped with the platform, read from `data/` and loaded when it changed."""

import csv
import gzip
import hashlib
import io
import json
from functools import cache, partial
from pathlib import Path

from passeurs.territories.actions import (
    Reference,
    keep_outlines,
    load_communes,
    load_quarters,
    load_rural_classes,
)
from passeurs.territories.enums import Kind, Scope
from passeurs.territories.models import Outline, Vintage

DATA = Path(__file__).parent / "data"
COMMUNES = DATA / "communes-2026.csv.gz"
RURAL = DATA / "classements-ruraux.csv"
OUTLINES = DATA / "contours-departements.geojson"
SHIPPED = "Extrait livré avec la plateforme"
QUARTERS = {2015: DATA / "qpv-2015.geojson", 2024: DATA / "qpv-2024.geojson"}
RURAL_VINTAGES = ((Kind.ZRR, 2021), (Kind.FRR, 2025))


def load_shipped(*, at):
    """Load what is missing or changed; returns the vintages loaded, in order.

    A vintage that an operator imported is left alone: the official list knows more.
    """
    _keep_missing_outlines()
    loaded = [_load_if_changed(*entry, at=at) for entry in _shipped()]
    return [vintage for vintage in loaded if vintage]


def _keep_missing_outlines():
    """Those shipped; an outline drawn from imported centres is not replaced."""
    known = set(Outline.objects.values_list("department", flat=True))
    shipped = {
        feature["properties"]["department"]: feature["geometry"]
        for feature in json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    }
    keep_outlines({code: shape for code, shape in shipped.items() if code not in known})


def _shipped():
    """Each shipped reference: what it is, the function that reads it, the action that loads it."""
    yield _reference(Kind.COMMUNES, 2026, Scope.FRANCE, COMMUNES), read_communes, load_communes
    for year, path in QUARTERS.items():
        reference = _reference(Kind.QPV, year, Scope.COMMUNES, path, RURAL)
        yield reference, partial(read_quarters, path), load_quarters
    for kind, year in RURAL_VINTAGES:
        reference = _reference(kind, year, Scope.COMMUNES, RURAL)
        yield reference, partial(read_rural_classes, kind, year), load_rural_classes


def _reference(kind, vintage, scope, *files):
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    codes = [] if scope == Scope.FRANCE else covered_communes()
    return Reference(
        kind=kind, vintage=vintage, scope=scope, codes=codes, source=SHIPPED, digest=digest
    )


def _load_if_changed(reference, read, load, *, at):
    known = Vintage.objects.filter(kind=reference.kind, vintage=reference.vintage).first()
    if known and (known.digest == reference.digest or known.source != SHIPPED):
        return None
    if reference.kind == Kind.COMMUNES and _has_newer_communes(reference.vintage):
        return None
    return load(read(), reference=reference, at=at)


def _has_newer_communes(vintage):
    """There is one list of communes: an older one must not come back over it."""
    return Vintage.objects.filter(kind=Kind.COMMUNES, vintage__gt=vintage).exists()


def read_communes():
    """The communes of France as rows for `load_communes`."""
    with gzip.open(COMMUNES, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row | {
                "postcodes": row["postcodes"].split(),
                "population": int(row["population"]),
                "lon": float(row["lon"]) if row["lon"] else None,
                "lat": float(row["lat"]) if row["lat"] else None,
                "former_codes": row["former_codes"].split(),
            }


def read_quarters(path):
    """The QPV of one shipped file as rows for `load_quarters`."""
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        yield feature["properties"] | {"geometry": feature["geometry"]}


def read_rural_classes(kind, vintage):
    """The classes of one shipped vintage as rows for `load_rural_classes`."""
    for row in _rural_rows():
        if (row["kind"], row["vintage"]) == (kind, str(vintage)):
            yield {name: row[name] for name in ("insee", "label", "state")}


def covered_communes():
    """The communes whose zonings are shipped: there, and only there, « no » can be said."""
    return sorted({row["insee"] for row in _rural_rows()})


@cache
def _rural_rows():
    return tuple(csv.DictReader(io.StringIO(RURAL.read_text(encoding="utf-8"))))
