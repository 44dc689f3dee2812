"""Questions about the catalogue of an edition; each is one query, whatever its length."""

from django.db.models import CharField, Exists, OuterRef, Prefetch
from django.db.models.functions import Cast

from .enums import Access, Audience, Length
from .models import Film, ListedFilm

LENGTHS = {
    Length.SHORT: {"duration_min__lt": 60},
    Length.MEDIUM: {"duration_min__gte": 60, "duration_min__lte": 90},
    Length.LONG: {"duration_min__gt": 90},
}
ACCESSES = {
    Access.SME: {"has_subtitles_sme": True},
    Access.AUDIODESCRIPTION: {"has_audiodescription": True},
}


def listed(edition, list_code=""):
    """The films on a list of the edition (on either, without a code), withdrawn ones aside."""
    rows = ListedFilm.objects.current().filter(film=OuterRef("pk"), edition=edition)
    if list_code:
        rows = rows.filter(list=list_code)
    return Film.objects.filter(Exists(rows)).order_by("search", "pk")


def pickable(edition, list_code, text=""):
    """The films an action of that list may choose from; an empty code offers none."""
    if not list_code:
        return Film.objects.none()
    return listed(edition, list_code).matching(text)


def catalogue(edition, *, list_code="", text="", **facets):
    """The films of the edition through the filters, their current listings prefetched.

    `facets` are named in FACETS: an audience keeps what suits that age, so also what suits younger
    people; a film of unknown duration is in no length, an unknown version in no access.
    """
    films = listed(edition, list_code).matching(text)
    for name, value in facets.items():
        films = FACETS[name](films, value)
    return films.prefetch_related(_listings(edition))


def suiting(audience):
    ages = Audience.values
    return ages[: ages.index(audience) + 1]


def film_of(edition, pk):
    """A film ever listed in the edition, with its listings (withdrawn ones too), or None."""
    ever = ListedFilm.objects.filter(film=OuterRef("pk"), edition=edition)
    every = Prefetch("listings", ListedFilm.objects.filter(edition=edition), to_attr="here")
    return Film.objects.filter(Exists(ever), pk=pk).prefetch_related(every).first()


def _listings(edition):
    current = ListedFilm.objects.current().filter(edition=edition)
    return Prefetch("listings", current, to_attr="here")


def _accessible(films, access):
    if access in ACCESSES:
        return films.filter(**ACCESSES[access])
    return _holding(films, "versions", access)


def _holding(films, column, code):
    """Rows whose JSON list holds the code; read as text, which every database can do."""
    return films.alias(**{f"{column}_text": Cast(column, CharField())}).filter(
        **{f"{column}_text__contains": f'"{code}"'}
    )


FACETS = {
    "audience": lambda films, age: films.filter(audience__in=suiting(age)),
    "theme": lambda films, code: _holding(films, "themes", code),
    "length": lambda films, code: films.filter(**LENGTHS[code]),
    "access": _accessible,
}
