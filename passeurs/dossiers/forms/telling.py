"""A history as it is read: one entry for what a person wrote in a field in one go."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..diffing import pieces, replaced
from ..enums import SectionCode
from .speech import FILE

ONE_BY_ONE = {"row", "add_film", "free_film"}
ONE_GO = timedelta(minutes=10)


@dataclass
class Told:
    """One entry: who, where, from what to what. `change` is the last of those it sums up."""

    change: Any
    author: str
    section: str
    row: str
    label: str
    pieces: list[Any]
    sentence: str
    count: int
    since: Any
    may_go_back: bool
    oldest: Any
    is_current: bool = False
    url: str = ""


def told(changes, speech, rows, *, from_last):
    """The entries of a page of changes, last first.

    On a page that begins with the last of all (`from_last`), the first entry of each field is what
    the dossier says now.
    """
    entries, seen = [entry_of(group, speech, rows) for group in _in_one_go(changes)], set()
    for entry in entries if from_last else ():
        place = (entry.change.section, entry.change.row, entry.change.field)
        entry.is_current = place not in seen
        seen.add(place)
    return entries


def _in_one_go(changes):
    """Successive changes of one field by one person, ten minutes apart at most, together."""
    groups: list[list[Any]] = []
    for change in changes:
        if groups and _follows(groups[-1][-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _follows(newer, older):
    same = all(
        getattr(newer, name) == getattr(older, name)
        for name in ("section", "row", "field", "by_id", "signature")
    )
    is_text = not (older.field in ONE_BY_ONE or older.field.startswith(FILE))
    return same and is_text and newer.before == older.after and newer.at - older.at <= ONE_GO


def entry_of(group, speech, rows):
    """What changes of one field, the last first, come to."""
    last, first = group[0], group[-1]
    place = (last.section, last.row, last.field)
    compared = pieces if speech.is_prose(*place) else replaced
    before, after = speech.words(*place, first.before), speech.words(*place, last.after)
    return Told(
        change=last,
        author=last.author or "Quelqu’un",
        section=SectionCode(last.section).label,
        row=_row(last.row, speech, rows),
        label=speech.label(*place),
        pieces=[] if last.field == "row" else compared(before, after),
        sentence=speech.of_row(last.row, last.before, last.after) if last.field == "row" else "",
        count=len(group),
        since=first.at,
        may_go_back=speech.may_go_back(last),
        oldest=first,
    )


def _row(key, speech, rows):
    """« Partenaire « Cinéma Le Quercy » », by the name it has or had."""
    if not key:
        return ""
    name = rows.get(key)
    return f"{speech.family(key)} « {name} »" if name else speech.family(key)
