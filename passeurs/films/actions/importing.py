"""A list of an edition filled from a file: all that was confirmed, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from ..matching import FACTS, Judged
from ..models import Film, ListedFilm

BATCH = 500
WITHDRAWN_WITHOUT_REASON = (
    "Des films sortent de la liste\u00a0: dites pourquoi, leurs porteurs le liront."
)


@dataclass
class Listed:
    """What an import did to a list; `withdrawn` are the listings taken off it."""

    entered: int = 0
    created: int = 0
    changed: int = 0
    withdrawn: list[int] = field(default_factory=list)


@transaction.atomic
def fill_list(  # noqa: PLR0913 - what, where, how, by whom
    edition: Edition,
    list_code: str,
    judged: Sequence[Judged],
    *,
    replaces: bool,
    reason: str,
    by: User,
    at: datetime,
) -> Listed:
    """Create the new films, correct the known ones, put them all on the list.

    With `replaces`, the list holds exactly these: the others are withdrawn, with the reason, and
    stay for the actions that chose them. Raises Refused when some would be without a reason.
    Refused lines are not there: the caller left them out. The journal keeps the counts.
    """
    kept = [one for one in judged if one.film or not one.line.reasons]
    found = Listed(created=0)
    films = _create([one for one in kept if one.film is None], found)
    films |= _correct([one for one in kept if one.film], found)
    rows = list(ListedFilm.objects.select_for_update().filter(edition=edition, list=list_code))
    _enter(edition, list_code, rows, films, kept, replaces=replaces, found=found)
    if replaces:
        gone = [row for row in rows if row.withdrawn_at is None and row.film_id not in films]
        found.withdrawn = withdraw(gone, reason=reason, at=at)
    _note(edition, list_code, found, reason=reason, by=by, at=at)
    return found


def _create(judged: list[Judged], found: Listed) -> dict[int, Judged]:
    codes = set(Film.objects.values_list("code", flat=True)) if judged else set()
    made: dict[int, Judged] = {}
    for chunk in batched(judged, BATCH):
        films = [_film(one, codes) for one in chunk]
        Film.objects.bulk_create(films)
        made |= {film.pk: one for film, one in zip(films, chunk, strict=True)}
    found.created = len(made)
    return made


def _film(one: Judged, codes: set[str]) -> Film:
    facts = {name: value for name, value in one.line.facts.items() if name in FACTS}
    film = Film(code=_free_code(facts, codes), **facts)
    film.is_short = bool(film.duration_min and film.duration_min < 60)  # noqa: PLR2004 - art. D. 210-1
    film.search = film.searched()
    return film


def _free_code(facts: dict[str, Any], codes: set[str]) -> str:
    """The title and year as a slug, numbered when another film has it."""
    stem = f"{slugify(facts['title'])[:100] or 'film'}-{facts['year']}"
    code, rank = stem, 1
    while code in codes:
        rank += 1
        code = f"{stem}-{rank}"
    codes.add(code)
    return code


def _correct(judged: list[Judged], found: Listed) -> dict[int, Judged]:
    changed: list[Film] = []
    for one in judged:
        if one.changes:
            for name, value in one.changes.items():
                setattr(one.film, name, value)
            changed.append(_searchable(one))
    if changed:
        Film.objects.bulk_update(changed, [*FACTS, "search"], batch_size=BATCH)
    found.changed = len(changed)
    return {one.film.pk: one for one in judged if one.film}


def _searchable(one: Judged) -> Film:
    film = one.film
    assert film is not None  # noqa: S101 - a known film, by construction
    film.search = film.searched()
    return film


def _enter(  # noqa: PLR0913 - as `fill_list`
    edition: Edition,
    list_code: str,
    rows: list[ListedFilm],
    films: dict[int, Judged],
    kept: Sequence[Judged],
    *,
    replaces: bool,
    found: Listed,
) -> None:
    """Each film on the list once, in the file's order; one withdrawn before comes back."""
    held = {row.film_id: row for row in rows}
    last = 0 if replaces else max((row.position for row in rows), default=0)
    order = sorted(films.items(), key=lambda item: item[1].line.line)
    new, back = [], []
    for position, (pk, one) in enumerate(order, start=last + 1):
        row = held.get(pk) or ListedFilm(edition=edition, list=list_code, film_id=pk)
        is_in = row.pk is not None and row.withdrawn_at is None
        found.entered += not is_in
        if replaces or not is_in:
            row.position = position
        row.favourite = bool(one.line.facts.get("favourite", row.favourite))
        row.withdrawn_at, row.withdrawn_reason = None, ""
        (back if row.pk else new).append(row)
    ListedFilm.objects.bulk_create(new, batch_size=BATCH)
    fields = ["position", "favourite", "withdrawn_at", "withdrawn_reason"]
    if back:
        ListedFilm.objects.bulk_update(back, fields, batch_size=BATCH)


@transaction.atomic
def withdraw(rows: Iterable[ListedFilm], *, reason: str, at: datetime) -> list[int]:
    """Take films off their list; they stay for the actions that chose them. Returns their listings.

    Raises Refused without a reason.
    """
    pks = [row.pk for row in rows]
    if pks and not reason.strip():
        raise Refused(WITHDRAWN_WITHOUT_REASON)
    for chunk in batched(pks, BATCH):
        current = ListedFilm.objects.current().filter(pk__in=chunk)
        current.update(withdrawn_at=at, withdrawn_reason=reason.strip())
    return pks


@transaction.atomic
def withdraw_one(listed: ListedFilm, *, reason: str, by: User, at: datetime) -> list[int]:
    """Take one film off, as the coordination's own act; journaled with its reason."""
    gone = withdraw([listed], reason=reason, at=at)
    _note_one("film.withdraw", listed, reason=reason, by=by, at=at)
    return gone


@transaction.atomic
def put_back(listed: ListedFilm, *, by: User, at: datetime) -> None:
    """Put a withdrawn film back on its list."""
    ListedFilm.objects.filter(pk=listed.pk).update(withdrawn_at=None, withdrawn_reason="")
    _note_one("film.put_back", listed, reason="", by=by, at=at)


def _note_one(verb: str, listed: ListedFilm, *, reason: str, by: User, at: datetime) -> None:
    data = {"film": str(listed.film), "list": listed.list}
    scope = listed.edition.coordination.slug
    record(verb, by=by, at=at, obj=listed.edition, reason=reason, data=data, scope=scope)


def _note(
    edition: Edition, list_code: str, found: Listed, *, reason: str, by: User, at: datetime
) -> None:  # fmt: skip
    data = {
        "list": list_code,
        "entered": found.entered,
        "created": found.created,
        "changed": found.changed,
        "withdrawn": len(found.withdrawn),
    }
    scope = edition.coordination.slug
    record("film.import", by=by, at=at, obj=edition, reason=reason, data=data, scope=scope)
