"""The QPV of a vintage, from the list, from the contours, or from both joined by code."""

import re

from passeurs.territories.imports.codes import (
    BadValue,
    clean_insee,
    clean_quarter,
    department_hint,
)
from passeurs.territories.imports.contours import is_contours, read_features
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.tables import Column, Table
from passeurs.territories.rules import department_of

COLUMNS = (
    Column("code", ("code qp",)),
    Column("name", ("lib qp", "nom qp")),
    Column("communes", ("insee com", "code commune", "code insee", "depcom"), is_required=False),
    Column("names", ("lib com", "nom commune", "commune qp"), is_required=False),
)
NAME_LENGTH = 200
SEPARATORS = re.compile(r"\s*[;|,]\s*")


def read_quarters(files, *, vintage, known, report, tick):
    """The quarters as rows for `load_quarters`, in the order of the files.

    Given both, the list names the quarters and the contours place them; a quarter of one only is
    kept and told.
    """
    reading = _Reading(vintage, known, report, tick)
    contours = [file for file in files if is_contours(file)]
    lists = [file for file in files if file not in contours]
    if len(contours) > 1 or len(lists) > 1:
        raise Unusable("Donnez au plus une liste (CSV) et un fichier de contours (GeoJSON).")
    placed = reading.contours(contours[0]) if contours else {}
    listed = reading.listed(lists[0], placed) if lists else {}
    if contours and lists:
        _tell_apart(listed, placed, report)
    return [_joined(code, listed, placed) for code in dict.fromkeys((*listed, *placed))]


class _Reading:
    """What the rows of both files are read with."""

    def __init__(self, vintage, known, report, tick):
        self.vintage, self.known, self.report, self.tick = vintage, known, report, tick

    def listed(self, file, placed):
        table = Table(file, COLUMNS)
        found = self._gather(self.tick(table), placed)
        table.check_end(self.report)
        return found

    def contours(self, file):
        return self._gather(self.tick(read_features(file)), {})

    def _gather(self, rows, placed):
        found, lines = {}, {}
        for row in rows:
            self.report.read += 1
            try:
                entry = self._entry(row, placed)
                self._keep(entry, row, found, lines)
            except BadValue as problem:
                hint = department_hint(row["code"], row["communes"])
                self.report.refuse(row, str(problem), department=hint)
        return found

    def _entry(self, row, placed):
        if row.problem:
            raise BadValue(row.problem)
        code, department = clean_quarter(row["code"], vintage=self.vintage)
        name = row["name"].strip()
        if not name or len(name) > NAME_LENGTH:
            raise BadValue(f"le nom du quartier {code} manque ou est trop long.")
        communes = self._communes(row, department, placed.get(code))
        if department not in {department_of(insee) for insee in communes}:
            raise BadValue(
                f"aucune commune de {code} n’est dans le département {department} : "
                f"{', '.join(communes)}."
            )
        geometry = row.values.get("geometry")
        return {"code": code, "name": name, "communes": communes, "geometry": geometry}

    def _communes(self, row, department, placed):
        """The INSEE codes given; where there are more names than codes, those of the names too."""
        codes = [clean_insee(code) for code in SEPARATORS.split(row["communes"]) if code]
        for code in codes:
            self.known.check(code)
        names = [name for name in SEPARATORS.split(row["names"]) if name]
        if len(names) > len(codes):
            codes += self._named(names, department, row, codes or (placed or {}).get("communes"))
        if not codes:
            raise BadValue("aucune commune n’est donnée.")
        return list(dict.fromkeys(codes))

    def _named(self, names, department, row, others):
        """The codes of communes named in full; one not found falls back on `others` when given."""
        found = []
        for name in names:
            try:
                found.append(self.known.named(name, department=department))
            except BadValue as problem:
                if not others:
                    raise
                self.report.note(str(problem), row)
                found += others
        return found

    def _keep(self, entry, row, found, lines):
        """Keep a first mention; the second is refused unless it says the same."""
        code = entry["code"]
        if code not in found:
            found[code], lines[code] = entry, row.line
        elif found[code] == entry:
            self.report.note(f"le quartier {code} répète la ligne {lines[code]}.", row)
        else:
            raise BadValue(f"le quartier {code} est déjà donné à la ligne {lines[code]}.")


def _tell_apart(listed, placed, report):
    for code in listed.keys() - placed.keys():
        report.note(f"{code} n’a pas de contour : un lieu de sa commune sera « à confirmer ».")
    for code in placed.keys() - listed.keys():
        report.note(f"{code} a un contour mais n’est pas dans la liste : gardé.")


def _joined(code, listed, placed):
    if code not in listed or code not in placed:
        return listed.get(code) or placed[code]
    first, second = listed[code], placed[code]
    communes = list(dict.fromkeys((*first["communes"], *second["communes"])))
    return first | {"communes": communes, "geometry": second["geometry"]}
