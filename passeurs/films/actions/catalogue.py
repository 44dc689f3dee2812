"""Filling the catalogue and the lists of an edition."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused

from ..models import Film, ListedFilm

FORMAT = "passeurs.films/1"


@transaction.atomic
def import_films(document: Mapping[str, Any]) -> int:
    """Add or correct the films of a `passeurs.films/1` document by their code; all or none.

    Facts absent from the document are left blank. Raises Refused, one sentence for each bad film.
    """
    if document.get("format") != FORMAT:
        raise Refused("Ce fichier n’est pas un catalogue de films (passeurs.films/1).")
    if reasons := [reason for row in document["films"] if (reason := _save(row))]:
        raise Refused(*reasons)
    return len(document["films"])


def _save(row: Mapping[str, Any]) -> str:
    film = Film.objects.filter(code=row["code"]).first() or Film(code=row["code"])
    for name, value in row.items():
        setattr(film, name, value)
    try:
        film.full_clean(validate_unique=False)
    except ValidationError as error:
        return f"{row.get('title', row['code'])}\u00a0: {' '.join(error.messages)}"
    film.save()
    return ""


@transaction.atomic
def set_list(
    edition: Edition,
    list_code: str,
    codes: Sequence[str],
    *,
    favourites: Sequence[str],
    at: datetime,
) -> int:
    """Make the list hold exactly these films, in this order; the others are withdrawn.

    A film once chosen in a dossier keeps its line, dated. Raises Refused on an unknown code.
    """
    films = dict(Film.objects.filter(code__in=codes).values_list("code", "pk"))
    if missing := [code for code in codes if code not in films]:
        raise Refused(
            *(f"Le film «\u00a0{code}\u00a0» n’est pas au catalogue." for code in missing)
        )
    rows = ListedFilm.objects.filter(edition=edition, list=list_code)
    rows.current().exclude(film__in=films.values()).update(withdrawn_at=at)
    for position, code in enumerate(codes, start=1):
        rows.update_or_create(
            film_id=films[code],
            defaults={
                "position": position,
                "favourite": code in favourites,
                "withdrawn_at": None,
            },
            create_defaults={
                "edition": edition,
                "list": list_code,
                "film_id": films[code],
                "position": position,
                "favourite": code in favourites,
            },
        )
    return len(codes)
