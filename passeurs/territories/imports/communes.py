"""The communes: the lists of the npm package, or a table of the same columns as the shipped one."""

from passeurs.territories.imports.codes import BadValue, clean_insee, department_hint
from passeurs.territories.imports.contours import is_contours, parsed
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.tables import Column, Row, Table
from passeurs.territories.models import Commune
from passeurs.territories.rules import department_of, point_of

LIST_COLUMNS = (
    Column("insee", ("insee", "code insee", "code")),
    Column("name", ("name", "nom", "libelle")),
    Column("postcodes", ("postcodes", "codes postaux", "codespostaux")),
    Column("population", ("population",)),
    Column("epci", ("epci",), is_required=False),
    Column("former_codes", ("former codes", "anciens codes", "ancienscodes"), is_required=False),
    Column("lon", ("lon", "longitude"), is_required=False),
    Column("lat", ("lat", "latitude"), is_required=False),
)
CENTRE_COLUMNS = (
    Column("insee", ("insee", "code insee", "code")),
    Column("lon", ("lon", "longitude")),
    Column("lat", ("lat", "latitude")),
)
CURRENT = "commune-actuelle"
NAME_LENGTH, EPCI_LENGTH, POSTCODE_LENGTH, MAX_POPULATION = 80, 160, 5, 10_000_000


def read_communes(files, *, report, tick):
    """The communes as rows for `load_communes`: list, EPCI and centres joined by code.

    Centres that no file gives are kept as the platform knows them.
    """
    lists, groups, centres = _sorted_out(files)
    if len(lists) != 1:
        raise Unusable(
            "Donnez une liste de communes, et une seule : communes.json (avec epci.json), "
            "l’archive du paquet, ou un CSV. Un fichier de centres s’ajoute à elle."
        )
    rows = list(lists[0])
    groups, centres = _epci_of(groups), _known_centres() | _centres_of(centres, report)
    former, found = _leading_codes(rows), {}
    for row in tick(rows):
        if row["type"] not in {"", CURRENT}:
            continue
        report.read += 1
        try:
            entry = _entry(row, groups, centres)
            _keep(entry, found, former)
        except BadValue as problem:
            report.refuse(row, str(problem), department=department_hint(str(row["insee"])))
    _check_end(lists[0], report)
    _settle_former_codes(found, report)
    return list(found.values())


def _keep(entry, found, former):
    insee = entry["insee"]
    if insee in found:
        raise BadValue(f"la commune {insee} est déjà donnée.")
    found[insee] = entry | {"former_codes": former.get(insee, [])}


def _check_end(source, report):
    if isinstance(source, Table):
        source.check_end(report)


def _sorted_out(files):
    """(lists of rows, EPCI documents, tables of centres), each file by what it holds."""
    lists, groups, centres = [], [], []
    for file in files:
        if not is_contours(file):
            table = _table(file)
            (lists if "name" in table.places else centres).append(table)
            continue
        document = parsed(file)
        if not isinstance(document, list) or not document:
            raise Unusable(f"« {file.name} » n’est pas une liste de communes ou d’EPCI.")
        if isinstance(document[0], dict) and "membres" in document[0]:
            groups += document
        else:
            lists.append(_json_rows(file, document))
    return lists, groups, centres


def _table(file):
    try:
        return Table(file, LIST_COLUMNS)
    except Unusable:
        centres = Table(file, CENTRE_COLUMNS)
        centres.places.pop("name", None)
        return centres


def _json_rows(file, document):
    if not any(isinstance(item, dict) and "code" in item and "nom" in item for item in document):
        raise Unusable(f"« {file.name} » n’a pas les propriétés attendues (code, nom).")
    return [
        Row(rank, _json_values(item), _json_problem(item), "Élément", file.name)
        for rank, item in enumerate(document, 1)
    ]


def _json_problem(item):
    return "" if isinstance(item, dict) else "l’élément n’est pas une commune."


def _json_values(item):
    if not isinstance(item, dict):
        return {}
    return {
        "insee": str(item.get("code", "")),
        "name": str(item.get("nom", "")),
        "postcodes": _words(item.get("codesPostaux")),
        "population": str(item.get("population", 0)),
        "former_codes": _words(item.get("anciensCodes")),
        "type": str(item.get("type", "")),
        "parent": str(item.get("chefLieu") or item.get("commune") or ""),
    }


def _words(value):
    return " ".join(str(item) for item in value) if isinstance(value, list) else ""


def _epci_of(groups):
    """The name of the EPCI of each commune."""
    return {
        str(member.get("code")): str(group.get("nom", ""))[:EPCI_LENGTH].replace("'", "’")
        for group in groups
        if isinstance(group, dict)
        for member in group.get("membres", ())
        if isinstance(member, dict)
    }


def _known_centres():
    known = Commune.objects.exclude(lon=None).exclude(lat=None)
    return {insee: (lon, lat) for insee, lon, lat in known.values_list("insee", "lon", "lat")}


def _centres_of(tables, report):
    """The centre of each commune; a bad line is told without refusing the commune itself."""
    centres = {}
    for row in (row for table in tables for row in table):
        try:
            insee, point = _centre(row)
            centres[insee] = point
        except BadValue as problem:
            report.read += 1
            report.refuse(row, str(problem), department=department_hint(row["insee"]))
    return centres


def _centre(row):
    point = point_of(lat=row["lat"].replace(",", "."), lon=row["lon"].replace(",", "."))
    if row.problem or not point:
        raise BadValue(row.problem or "le centre est illisible.")
    return clean_insee(row["insee"]), point


def _entry(row, groups, centres):
    if row.problem:
        raise BadValue(row.problem)
    insee, name = clean_insee(row["insee"]), row["name"].replace("'", "’")
    if not name or len(name) > NAME_LENGTH:
        raise BadValue(f"le nom de la commune {insee} manque ou est trop long.")
    own = point_of(lat=row["lat"], lon=row["lon"])
    lon, lat = own or centres.get(insee, (None, None))
    return {
        "insee": insee,
        "name": name,
        "department": department_of(insee),
        "postcodes": _postcodes(row["postcodes"], insee),
        "population": _population(row["population"], insee),
        "epci": (groups.get(insee) or row["epci"])[:EPCI_LENGTH],
        "lon": lon,
        "lat": lat,
    }


def _postcodes(text, insee):
    codes = text.replace(",", " ").replace("|", " ").split()
    for code in codes:
        if len(code) != POSTCODE_LENGTH or not code.isdigit():
            raise BadValue(f"code postal illisible pour {insee} : « {code[:20]} ».")
    return codes


def _population(text, insee):
    digits = "".join(text.split()) or "0"
    if not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > MAX_POPULATION:
        raise BadValue(f"population illisible pour {insee} : « {text[:20]} ».")
    return int(digits)


def _leading_codes(rows):
    """The former, delegated, associated or district codes that lead to each commune."""
    leading = {}
    for row in rows:
        if row["parent"] and row["type"] != CURRENT:
            leading.setdefault(row["parent"], []).append(row["insee"])
        elif row["former_codes"]:
            leading.setdefault(row["insee"], []).extend(row["former_codes"].split())
    return leading


def _settle_former_codes(found, report):
    """Leave each code to one commune: a current commune first, then the last that claims it."""
    owners = {}
    for entry in found.values():
        for code in _former_codes(entry, report):
            if code in found:
                continue
            if owners.setdefault(code, entry["insee"]) != entry["insee"]:
                told = f"l’ancien code {code} est revendiqué par {owners[code]}"
                report.note(f"{told} et par {entry['insee']} : il mène à la seconde.")
            owners[code] = entry["insee"]
        entry["former_codes"] = []
    for code, insee in owners.items():
        found[insee]["former_codes"].append(code)


def _former_codes(entry, report):
    for text in entry["former_codes"]:
        try:
            yield clean_insee(text)
        except BadValue as problem:
            report.note(f"ancien code de {entry['insee']} : {problem}")
