"""Invented films, for the facts that the real ones must not lend."""

from passeurs.films.models import Film, ListedFilm


def film(title="Un film inventé", *, year=2016, **facts):
    given = {"directors": "Une Cinéaste", "countries": "France", "code": f"{title}-{year}"[:120]}
    return Film.objects.create(title=title, year=year, **(given | facts))


def listed(edition, title="Un film inventé", *, lists=("open_air",), withdrawn_at=None, **facts):
    found = film(title, **facts)
    for code in lists:
        ListedFilm.objects.create(film=found, edition=edition, list=code, withdrawn_at=withdrawn_at)
    return found
