"""What a vintage that was read would change, against what is loaded: nothing is written."""

from dataclasses import dataclass, field

from passeurs.core.typography import nbsp
from passeurs.territories.enums import Classification, Kind
from passeurs.territories.models import Commune, RuralClass, Vintage, Zone
from passeurs.territories.rules import department_of

SHOWN = 200
CLASSED = {Classification.FULL, Classification.PARTIAL}


@dataclass
class Differences:
    """Against which vintage, and groups of sentences; a group keeps its first ones only."""

    against: str = ""
    groups: dict = field(default_factory=dict)

    def note(self, group, sentence):
        told = self.groups.setdefault(group, {"count": 0, "lines": []})
        told["count"] += 1
        if len(told["lines"]) < SHOWN:
            told["lines"].append(nbsp(sentence))

    def as_document(self):
        rows = [{"label": label, **told} for label, told in self.groups.items()]
        return {"against": self.against, "groups": rows}


def differences(reading):
    """What loading this reading changes: against the same vintage, else the one before it."""
    order = reading.order
    if order.kind == Kind.COMMUNES:
        return _of_communes(reading.rows)
    before = _before(order.kind, order.vintage)
    found = Differences(nbsp(f"{before}") if before else "")
    if before and order.kind == Kind.QPV:
        _of_quarters(before, reading.rows, found)
    elif before:
        _of_classes(before, reading.rows, found)
    return found


def _before(kind, vintage):
    return Vintage.objects.filter(kind=kind, vintage__lte=vintage).order_by("vintage").last()


def _of_classes(before, rows, found):
    known = RuralClass.objects.filter(kind=before.kind, vintage=before.vintage)
    old = {row.insee: row for row in known}
    new = {row["insee"]: row for row in rows}
    names = dict(Commune.objects.filter(pk__in=new.keys() | old.keys()).values_list("pk", "name"))
    for insee, row in new.items():
        told = f"{insee} {names.get(insee, '')}".strip()
        _compare_class(told, old.get(insee), row, found)
    departments = {department_of(insee) for insee in new}
    for insee in sorted(old.keys() - new.keys()):
        if department_of(insee) in departments:
            found.note("Communes absentes de cette liste", f"{insee} {names.get(insee, '')}")


def _compare_class(told, old, row, found):
    if old is None:
        found.note("Communes que la liste d’avant ne donnait pas", told)
    elif old.state not in CLASSED and row["state"] in CLASSED:
        found.note("Communes nouvellement classées", f"{told} : {row['label']}")
    elif old.state in CLASSED and row["state"] not in CLASSED:
        found.note("Communes qui ne sont plus classées", f"{told} : {old.label}")
    elif old.label != row["label"]:
        found.note("Libellés changés", f"{told} : {old.label} → {row['label']}")


def _of_quarters(before, rows, found):
    zones = Zone.objects.filter(kind=before.kind, vintage=before.vintage)
    old = {zone.code: zone for zone in zones.prefetch_related("communes")}
    new = {row["code"]: row for row in rows}
    for code, row in new.items():
        told = f"{code} {row['name']}"
        if code not in old:
            found.note("Quartiers nouveaux", told)
        else:
            _compare_quarter(told, old[code], row, found)
    departments = {department_of(insee) for row in rows for insee in row["communes"]}
    for code in sorted(old.keys() - new.keys()):
        if {department_of(place.insee) for place in old[code].communes.all()} & departments:
            found.note("Quartiers qui disparaissent", f"{code} {old[code].name}")


def _compare_quarter(told, zone, row, found):
    if zone.name != row["name"]:
        found.note("Noms changés", f"{told} : « {zone.name} » auparavant")
    if {place.insee for place in zone.communes.all()} != set(row["communes"]):
        found.note("Communes changées", told)
    if zone.geometry != row["geometry"]:
        found.note("Contours changés", told)


def _of_communes(rows):
    found = Differences(nbsp("les communes en vigueur"))
    old = dict(Commune.objects.values_list("insee", "name"))
    new = {row["insee"]: row for row in rows}
    for insee, row in new.items():
        if insee not in old:
            found.note("Communes nouvelles", f"{insee} {row['name']}")
        elif old[insee] != row["name"]:
            found.note("Noms changés", f"{insee} {old[insee]} → {row['name']}")
    led = {code: insee for insee, row in new.items() for code in row["former_codes"]}
    for insee in sorted(old.keys() - new.keys()):
        into = new.get(led.get(insee))
        end = f" → {into['insee']} {into['name']}" if into else ""
        found.note("Communes absentes de cette liste", f"{insee} {old[insee]}{end}")
    return found
