"""The films of the demonstration, and the lists of each of its editions."""

import json
from pathlib import Path

from django.db import transaction

from passeurs.films.actions import import_films, set_list

DATA = Path(__file__).parent / "data" / "films"
ANY_EDITION = "*"


@transaction.atomic
def load_films(editions, *, at):
    """Import the films, then fill the lists that each edition declares; twice changes nothing."""
    import_films(_read("films.json"))
    lists = _read("lists.json")["editions"]
    for edition in editions:
        declared = [row["code"] for row in edition.document().get("film_lists", [])]
        chosen = lists.get(edition.slug, lists[ANY_EDITION])
        for code in declared:
            films, favourites = chosen[code]["films"], chosen[code]["favourites"]
            set_list(edition, code, films, favourites=favourites, at=at)


def _read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))
