"""What an exchange document points to in this database, each family in one or two queries."""

from passeurs.documents.models import StoredFile
from passeurs.eligibility.wording import folded
from passeurs.films.models import ListedFilm
from passeurs.territories.models import Commune, FormerCode

from ..models import Attachment


def communes_of(document):
    """Code → commune of today, for every code that the document names; unknown ones are absent."""
    codes = _codes(document)
    if not codes:
        return {}
    found = Commune.objects.in_bulk(codes)
    if missing := codes - set(found):
        former = FormerCode.objects.filter(code__in=missing).select_related("commune")
        found |= {row.code: row.commune for row in former}
    return found


def _codes(document):
    holder = document.get("holder") or {}
    places = [(row or {}).get("place") or {} for row in document.get("actions") or []]
    return {part.get("insee") for part in (holder, *places)} - {None, ""}


def listed_films_of(document, edition):
    """(list, title, year) → a film of the edition's lists; a withdrawn one only for want of better.

    Also (list, title, None), for a film whose year is not told, and the list under the code of each
    kind of action that draws from it, for a film whose list is not told.
    """
    if not any((row or {}).get("films") for row in document.get("actions") or []):
        return {}
    kinds = edition.document().get("action_kinds", [])
    found = {}
    rows = ListedFilm.objects.filter(edition=edition).select_related("film")
    for row in sorted(rows, key=lambda one: one.withdrawn_at is None):
        codes = [row.list, *(kind["code"] for kind in kinds if kind.get("film_list") == row.list)]
        for code in codes:
            found[code, folded(row.film.title), row.film.year] = row
            found[code, folded(row.film.title), None] = row
    return found


def files_of(structure, hashes):
    """SHA-256 → a stored file, among those that a dossier of the structure already holds."""
    wanted = {one for one in hashes if one}
    if not wanted:
        return {}
    files = StoredFile.objects.filter(sha256__in=wanted)
    return {file.sha256: file for file in files.filter(pk__in=_given_by(structure))}


def _given_by(structure):
    return Attachment.objects.filter(dossier__structure=structure).values("file")
