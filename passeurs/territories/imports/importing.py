"""The one import: read the files, say what is wrong line by line, load the vintage whole."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from passeurs.core.typography import french_date, local
from passeurs.territories.actions import (
    Reference,
    load_communes,
    load_quarters,
    load_rural_classes,
)
from passeurs.territories.enums import Kind
from passeurs.territories.imports.codes import KnownCommunes
from passeurs.territories.imports.communes import read_communes
from passeurs.territories.imports.coverage import coverage
from passeurs.territories.imports.files import SourceFile, read_files
from passeurs.territories.imports.quarters import read_quarters
from passeurs.territories.imports.report import Report, Unusable
from passeurs.territories.imports.rural import read_rural
from passeurs.territories.models import Vintage
from passeurs.territories.reference import SHIPPED

FIRST_YEAR, LAST_YEAR = 1990, 2100
PUBLISHERS = {
    Kind.COMMUNES: "Etalab, INSEE et DGCL",
    Kind.QPV: "ANCT",
    Kind.ZRR: "ANCT",
    Kind.FRR: "DGCL",
}
SOURCE_LENGTH = 200

Tick = Callable[[Iterable], Iterable]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked: the kind and year, the files, and the departments they cover whole.

    Without `departments`, a file covers those it names, and all of France when it names nearly
    all. `replace` allows another import of the same year to be replaced.
    """

    kind: Kind
    vintage: int
    packets: tuple
    replace: bool = False
    departments: frozenset = frozenset()


@dataclass(frozen=True)
class Reading:
    """What the files hold, ready to be loaded, and what there is to say of it."""

    order: Order
    reference: Reference
    rows: list
    report: Report

    @property
    def known(self) -> Vintage | None:
        """What is loaded for that kind and year, if anything."""
        return Vintage.objects.filter(kind=self.order.kind, vintage=self.order.vintage).first()


def import_files(order: Order, *, at: datetime, tick: Tick = iter) -> Report:
    """Load a vintage from official files and report; raises Unusable, nothing being written.

    The same content loaded again changes nothing. What the platform ships is replaced without
    asking; what an operator imported, only with `order.replace`.
    """
    reading = read_order(order, tick=tick)
    load_reading(reading, at=at)
    return reading.report


def read_order(order: Order, *, tick: Tick = iter) -> Reading:
    """Read the files whole, writing nothing; raises Unusable."""
    if not FIRST_YEAR <= order.vintage <= LAST_YEAR:
        raise Unusable(f"Millésime improbable : {order.vintage}.")
    report = Report()
    files = read_files(order.packets)
    _tell_encodings(files, report)
    rows = _read(order, files, report, tick)
    report.kept = len(rows)
    if not rows:
        raise Unusable(_nothing_kept(report))
    _tell_other_year(order, files, report)
    return Reading(order, _reference(order, files, rows, report), rows, report)


def load_reading(reading: Reading, *, at: datetime) -> None:
    """Load what was read, in one transaction; raises Unusable where it needs `replace`."""
    known, report = reading.known, reading.report
    if known and known.digest == reading.reference.digest:
        report.vintage, report.is_unchanged = known, True
        return
    _check_replaceable(reading.order, known)
    loader = _loader(reading.order.kind)
    report.vintage = loader(reading.rows, reference=reading.reference, at=at)


def _read(order: Order, files: list[SourceFile], report: Report, tick: Tick) -> list[dict]:
    if order.kind == Kind.COMMUNES:
        return read_communes(files, report=report, tick=tick)
    reading: dict[str, Any] = {"known": KnownCommunes(), "report": report, "tick": tick}
    if order.kind == Kind.QPV:
        return read_quarters(files, vintage=order.vintage, **reading)
    return read_rural(order.kind, files, **reading)


def _nothing_kept(report: Report) -> str:
    if not report.refused:
        return "Le fichier ne contient aucune ligne sous ses titres de colonnes."
    return f"Aucune ligne n’est utilisable. La première : {report.refused[0]}"


def _tell_encodings(files: list[SourceFile], report: Report) -> None:
    for file in files:
        if not file.encoding.startswith("UTF-8"):
            report.note(f"« {file.name} » n’est pas en UTF-8 : lu en {file.encoding}.")


def _tell_other_year(order: Order, files: list[SourceFile], report: Report) -> None:
    """A rural list says its year above its lines: a remark when none is the year given."""
    if order.kind not in {Kind.ZRR, Kind.FRR}:
        return
    years = set(re.findall(r"\b(?:19|20)\d\d\b", files[0].text[:1_000]))
    if years and str(order.vintage) not in years:
        told = ", ".join(sorted(years))
        report.note(f"le fichier parle de {told}, et non de {order.vintage} : vérifiez l’année.")


def _loader(kind: Kind) -> Callable:
    if kind == Kind.COMMUNES:
        return load_communes
    return load_quarters if kind == Kind.QPV else load_rural_classes


def _check_replaceable(order: Order, known: Vintage | None) -> None:
    if order.replace:
        return
    if known and known.source != SHIPPED:
        when = french_date(local(known.loaded_at).date())
        raise Unusable(
            f"{known.get_kind_display()}, {order.vintage} : ce millésime est déjà chargé depuis "
            f"« {known.source} », le {when}. Ajoutez --replace pour le remplacer."
        )
    newer = Vintage.objects.filter(kind=Kind.COMMUNES, vintage__gt=order.vintage)
    if order.kind == Kind.COMMUNES and (latest := newer.order_by("vintage").last()):
        raise Unusable(
            f"Les communes de {latest.vintage} sont chargées, et il n’en est qu’une liste : "
            f"ajoutez --replace pour revenir à celles de {order.vintage}."
        )


def _reference(
    order: Order, files: list[SourceFile], rows: list[dict], report: Report
) -> Reference:
    names = " + ".join(file.name for file in files)
    refused = report.departments if order.kind == Kind.QPV else set()
    scope, codes = coverage(_insees(rows), declared=order.departments, refused=refused)
    content = json.dumps([scope, codes, rows], sort_keys=True, default=str).encode()
    return Reference(
        kind=order.kind,
        vintage=order.vintage,
        scope=scope,
        codes=codes,
        source=f"{PUBLISHERS[order.kind]} – {names}"[:SOURCE_LENGTH],
        digest=hashlib.sha256(content).hexdigest(),
    )


def _insees(rows: list[dict]) -> Iterable[str]:
    for row in rows:
        yield from row["communes"] if "communes" in row else (row["insee"],)
