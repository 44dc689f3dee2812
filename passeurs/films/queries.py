"""Questions about the catalogue of an edition; each is one query, whatever its length."""

from itertools import groupby

from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Cast

from passeurs.calls.models import Edition
from passeurs.core.folding import words_of

from .enums import Access, Audience, Length, WishState
from .models import Film, FilmWish, ListedFilm

COUNTS = ("on", "off")
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


def lists_of(editions):
    """For each edition, its lists: code, label, films on it and films withdrawn; one query."""
    rows = ListedFilm.objects.filter(edition__in=editions).values("edition", "list")
    counted = rows.annotate(
        on=Count("pk", filter=Q(withdrawn_at=None)), off=Count("pk", filter=~Q(withdrawn_at=None))
    ).order_by()
    found = {(row["edition"], row["list"]): row for row in counted}
    return [
        {
            "edition": edition,
            "lists": [
                {"code": row["code"], "label": row["label"]}
                | {name: found.get((edition.pk, row["code"]), {}).get(name, 0) for name in COUNTS}
                for row in edition.document().get("film_lists", [])
            ],
        }
        for edition in editions
    ]


def listings(edition, list_code, *, text="", withdrawn=False):
    """The films of one list in its order, or those taken off it, the last first."""
    rows = ListedFilm.objects.filter(edition=edition, list=list_code).select_related("film")
    for word in words_of(text):
        rows = rows.filter(film__search__contains=word)
    if withdrawn:
        return rows.exclude(withdrawn_at=None).order_by("-withdrawn_at", "film__search", "pk")
    return rows.current().order_by("position", "film__search", "pk")


def compare(edition, other, list_code):
    """What enters the list of `edition` since the `other` one, and what left it, by title."""
    now, before = listed(edition, list_code), listed(other, list_code)
    return now.exclude(pk__in=before.values("pk")), before.exclude(pk__in=now.values("pk"))


def siblings(edition, list_code):
    """The other editions of the coordination that have films on that list, the latest first."""
    rows = ListedFilm.objects.current().filter(list=list_code, edition=OuterRef("pk"))
    mine = Edition.objects.filter(Exists(rows), coordination=edition.coordination_id)
    return mine.exclude(pk=edition.pk).order_by("-year", "-sitting", "slug")


def wishes_by_film(user, *, state=WishState.WAITING):
    """The wishes made to the person’s coordinations, gathered by edition, list and film."""
    wishes = FilmWish.objects.kept_by(user).filter(state=state)
    rows = wishes.select_related("edition", "structure", "by")
    order = rows.order_by("-edition__filing_before_at", "edition", "list", "match", "at", "pk")
    groups = groupby(order, key=lambda wish: (wish.edition_id, wish.list, wish.match))
    return [list(wishes) for _, wishes in groups]


def wishes_of(user, edition):
    """What the person’s structures have wished for in that edition, the last first."""
    mine = FilmWish.objects.filter(edition=edition, structure__members=user)
    return mine.distinct().order_by("-at", "pk")
