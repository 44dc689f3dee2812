"""The exchange document away from its database: keys by rank, and what a copy did not take up."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from passeurs.eligibility.exchange import MAX_SHOWN, told
from passeurs.eligibility.wording import sentence

PREFIXES = {"partners": "p", "people": "h", "actions": "a"}
# What another database answers for itself: its numbers, its checks, its zonings, its decisions,
# and who confirmed what to it.
OWN = {
    "$schema",
    "edition",
    "reference",
    "context",
    "documents",
    "key",
    "siret_state",
    "findings",
    "checked",
    "confirmation",
}
EMPTY = (None, "", [], {})
SUMS = {"amount", "cost", "hours", "hourly_rate", "contribution_amount", "requested"}

type Document = Mapping[str, Any]
type Path = tuple[str | int, ...]


def portable(document: Document) -> dict[str, Any]:
    """The same document with keys by rank (p1, h1, a1): two copies of a dossier then read alike."""
    keys = {part: _ranked(document, part) for part in PREFIXES}
    subjects = keys["partners"] | keys["people"]
    return {
        **document,
        **{part: _rekeyed(document, part, keys[part]) for part in PREFIXES},
        "actions": [
            {**row, **_led(row, keys["people"])}
            for row in _rekeyed(document, "actions", keys["actions"])
        ],
        "documents": [
            {**row, "for": subjects.get(row.get("for"))} for row in _rows(document, "documents")
        ],
    }


def left_out(given: Document, kept: Document) -> list[str]:
    """What `given` says and `kept` does not, in French sentences; empty for a faithful copy."""
    lines = [*_losses(_tidy(given), portable(kept), ()), *_files_left_out(given, kept)]
    return [sentence(line) for line in lines]


def _tidy(given: Document) -> dict[str, Any]:
    """The document in the order in which a dump writes it."""
    document = portable(given)
    audience = document.get("audience") or {}
    bands = [row for row in audience.get("bands") or [] if row and row.get("from") is not None]
    bands.sort(key=lambda row: int(row["from"]))
    return {**document, "audience": {**audience, "bands": bands}}


def _rows(document: Document, part: str) -> list[Document]:
    return [row for row in document.get(part) or [] if row]


def _ranked(document: Document, part: str) -> dict[Any, str]:
    rows = enumerate(_rows(document, part), start=1)
    return {row["key"]: f"{PREFIXES[part]}{rank}" for rank, row in rows if "key" in row}


def _rekeyed(document: Document, part: str, keys: Mapping[Any, str]) -> list[dict[str, Any]]:
    return [{**row, "key": keys.get(row.get("key"), "")} for row in _rows(document, part)]


def _led(action: Document, people: Mapping[Any, str]) -> dict[str, Any]:
    named = dict.fromkeys(action.get("practitioners") or [])
    return {"practitioners": [people[key] for key in named if key in people]}


def _losses(given: Document, kept: Document, path: Path) -> Iterator[str]:
    for name, value in given.items():
        here = (*path, name)
        is_read_only = path[:1] == ("answers",) and name == "label"
        if name in OWN or value in EMPTY or is_read_only:
            continue
        found = kept.get(name)
        if isinstance(value, dict):
            yield from _losses(value, found or {}, here)
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            yield from _losses_of_rows(value, found or [], here)
        elif not _is_same(name, value, found):
            yield f"{told(here)} : {_shown(value)} n’a pas été repris."


def _losses_of_rows(given: list[Any], kept: list[Any], path: Path) -> Iterator[str]:
    rows = [row for row in given if row]
    if len(kept) != len(rows):
        yield f"{told(path)} : lignes reprises, {len(kept)} sur {len(rows)}."
        return
    for place, (row, copy) in enumerate(zip(rows, kept, strict=True)):
        if path[-1] == "films" and copy.get("list") is None and row.get("listed") is not False:
            yield (
                f"{told((*path, place))} : {_shown(row['title'])} n’est pas dans les listes de "
                "l’édition ; son titre est gardé."
            )
        else:
            yield from _losses(row, copy, (*path, place))


def _files_left_out(given: Document, kept: Document) -> Iterator[str]:
    hashes = {row["sha256"] for row in _rows(kept, "documents")}
    for row in _rows(given, "documents"):
        if row.get("sha256") not in hashes:
            name = row.get("name") or row.get("kind") or "sans nom"
            yield f"« documents » : le fichier {_shown(name)} n’est pas ici ; il reste à joindre."


def _is_same(name: str, given: Any, kept: Any) -> bool:
    if isinstance(given, list):
        return sorted(map(str, set(given))) == sorted(map(str, kept or []))
    if name in SUMS:
        return _sum(given) == _sum(kept)
    return bool(given == kept or (name == "siret" and "".join(given.split()) == kept))


def _sum(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return f"« {text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + '…'} »"
