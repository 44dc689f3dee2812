"""The lists of ZRR and FRR: one line a commune."""

from passeurs.core.folding import fold
from passeurs.territories.enums import Classification, Kind
from passeurs.territories.imports.codes import BadValue, clean_insee, department_hint
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.tables import Column, Table
from passeurs.territories.imports.texts import UNREADABLE

ZRR_COLUMNS = (
    Column("insee", ("codgeo",)),
    Column("class", ("zrr simp",)),
    Column("detail", ("zonage zrr",), is_required=False),
)
FRR_COLUMNS = (
    Column("insee", ("code insee", "codgeo")),
    Column("class", ("classement frr",), starts=True),
)
ZRR_STATES = {"NC": Classification.NONE, "C": Classification.FULL, "P": Classification.PARTIAL}
FRR_STATES = {
    "non classee": Classification.NONE,
    "frr socle": Classification.FULL,
    "frr+": Classification.FULL,
    "frr plus": Classification.FULL,
    "frr beneficiaire": Classification.FULL,
    "classee frr partiellement": Classification.PARTIAL,
    "frr beneficiaire partiellement": Classification.PARTIAL,
}
LABEL_LENGTH = 160


def read_rural(kind, files, *, known, report, tick):
    """The classes of the communes as rows for `load_rural_classes`, by INSEE code."""
    if len(files) != 1:
        raise Unusable("Donnez un seul fichier.")
    columns, class_of = READERS[kind]
    table = Table(files[0], columns)
    found, clashing = {}, set()
    for row in tick(table):
        report.read += 1
        try:
            entry = _entry(row, class_of, known)
            _keep(entry, row, found, clashing, report)
        except BadValue as problem:
            report.refuse(row, str(problem), department=department_hint(row["insee"]))
    table.check_end(report)
    return [values for insee, (_, values) in found.items() if insee not in clashing]


def _entry(row, class_of, known):
    if row.problem:
        raise BadValue(row.problem)
    insee = clean_insee(row["insee"])
    known.check(insee)
    label, state = class_of(row)
    if len(label) > LABEL_LENGTH:
        raise BadValue("le classement est trop long.")
    return {"insee": insee, "label": label, "state": state}


def _keep(entry, row, found, clashing, report):
    """Keep a first mention; two lines that contradict each other are both refused."""
    insee = entry["insee"]
    if insee not in found:
        found[insee] = (row, entry)
        return
    first, kept = found[insee]
    if kept == entry:
        report.note(f"la commune {insee} répète la ligne {first.line}.", row)
        return
    if insee not in clashing:
        report.refuse(first, f"contredite pour la commune {insee} par la ligne {row.line}.")
        clashing.add(insee)
    raise BadValue(f"contredit la ligne {first.line} pour la commune {insee}.")


def _zrr_class(row):
    prefix = row["class"].split(" ")[0].rstrip("-").upper()
    if prefix not in ZRR_STATES:
        raise BadValue(f"classement inconnu : « {row['class'][:60]} » (attendu : C, NC ou P).")
    label = row["detail"] or row["class"]
    head, dash, wording = label.partition(" - ")
    return (wording if dash and len(head) <= 2 else label) or label, ZRR_STATES[prefix]  # noqa: PLR2004 - « NC »


def _frr_class(row):
    wording = row["class"]
    key = "frr+" if wording.replace(" ", "").casefold() == "frr+" else fold(wording)
    if key not in FRR_STATES or UNREADABLE in wording:
        raise BadValue(f"classement inconnu : « {wording[:60]} ».")
    return wording, FRR_STATES[key]


READERS = {Kind.ZRR: (ZRR_COLUMNS, _zrr_class), Kind.FRR: (FRR_COLUMNS, _frr_class)}
