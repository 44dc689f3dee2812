"""Films as facts, and the two lists each edition draws from them."""

from django.conf import settings
from django.db import models

from passeurs.core.folding import fold, words_of
from passeurs.organisations.enums import TeamRole

from .enums import Audience, FilmList, Genre, Theme, Version, WishState


class FilmQuerySet(models.QuerySet):
    def matching(self, text):
        """Films whose title, director or country holds every word typed, accents aside."""
        films = self
        for word in words_of(text):
            films = films.filter(search__contains=word)
        return films


class Film(models.Model):
    """A work, shared by all coordinations. A fact nobody knows stays blank or null."""

    code = models.SlugField(max_length=120, unique=True)
    title = models.CharField("titre", max_length=200)
    original_title = models.CharField("titre original", max_length=200, blank=True)
    directors = models.CharField("réalisation", max_length=300)
    countries = models.CharField("pays", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    duration_min = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    visa_number = models.CharField("numéro de visa", max_length=20, blank=True)
    visa_on = models.DateField("date du visa", null=True, blank=True)
    age_advice = models.CharField("classification", max_length=120, blank=True)
    audience = models.CharField("public", max_length=10, choices=Audience, blank=True)
    genre = models.CharField("genre", max_length=14, choices=Genre, blank=True)
    themes = models.JSONField("thèmes", default=list, blank=True)
    synopsis = models.TextField("résumé", blank=True)
    languages = models.CharField("langues", max_length=200, blank=True)
    versions = models.JSONField("versions", default=list, blank=True)
    has_subtitles_sme = models.BooleanField("sous-titres SME", null=True, blank=True)
    has_audiodescription = models.BooleanField("audiodescription", null=True, blank=True)
    distributor = models.CharField("distributeur", max_length=200, blank=True)
    tariff = models.DecimalField("tarif HT", max_digits=8, decimal_places=2, null=True, blank=True)
    conditions = models.TextField("conditions", blank=True)
    supports = models.CharField("supports", max_length=120, blank=True)
    is_short = models.BooleanField("court métrage", default=False)
    is_heritage = models.BooleanField("patrimoine", default=False)
    is_art_house = models.BooleanField("art et essai", null=True, blank=True)
    trailer = models.URLField("bande-annonce", blank=True)
    search = models.TextField(editable=False, default="")

    objects = FilmQuerySet.as_manager()

    class Meta:
        ordering = ["title", "year", "pk"]
        verbose_name = "film"

    def __str__(self):
        return f"{self.title} ({self.year})"

    def save(self, **kwargs):
        self.search = self.searched()
        super().save(**kwargs)

    def searched(self):
        """What the catalogue’s search looks in; a bulk write, which skips `save`, sets it too."""
        return fold(
            f"{self.title} {self.original_title} {self.directors} {self.countries} {self.year}"
        )

    @property
    def theme_labels(self):
        return [Theme(code).label for code in self.themes if code in Theme.values]

    @property
    def version_labels(self):
        return [Version(code).label for code in self.versions if code in Version.values]


class ListedFilmQuerySet(models.QuerySet):
    def current(self):
        return self.filter(withdrawn_at=None)


class ListedFilm(models.Model):
    """A film on one list of one edition; withdrawn, it stays so that old choices still read."""

    film = models.ForeignKey(Film, models.PROTECT, related_name="listings")
    edition = models.ForeignKey("calls.Edition", models.CASCADE, related_name="listed_films")
    list = models.CharField("liste", max_length=12, choices=FilmList)
    position = models.PositiveIntegerField("rang", default=0)
    favourite = models.BooleanField("coup de cœur", default=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_reason = models.CharField("motif du retrait", max_length=200, blank=True, default="")

    objects = ListedFilmQuerySet.as_manager()

    class Meta:
        ordering = ["list", "position", "pk"]
        verbose_name = "film d’une liste"
        constraints = [
            models.UniqueConstraint(fields=["edition", "list", "film"], name="film_once_a_list"),
        ]
        indexes = [models.Index(fields=["film", "edition"], name="listed_film_edition")]

    def __str__(self):
        return f"{self.film_id} – {self.get_list_display()}"


class FilmWishQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Those made to the coordinations in whose team the person works."""
        teams = {"edition__coordination__team__user": user}
        role = {"edition__coordination__team__role": TeamRole.COORDINATION}
        return self.filter(**teams, **role).distinct()


class FilmWish(models.Model):
    """A film that a holder would like on a list of the edition, and what became of the wish.

    `match` gathers the wishes for the same film, however its title was typed.
    """

    edition = models.ForeignKey("calls.Edition", models.CASCADE, related_name="film_wishes")
    structure = models.ForeignKey(
        "organisations.Structure", models.CASCADE, related_name="film_wishes"
    )
    list = models.CharField("pour", max_length=12, choices=FilmList)
    title = models.CharField("titre", max_length=200)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    reason = models.TextField("pourquoi ce film")
    match = models.CharField(max_length=220, editable=False, db_index=True)
    state = models.CharField(max_length=8, choices=WishState, default=WishState.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField("réponse", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = FilmWishQuerySet.as_manager()

    class Meta:
        ordering = ["match", "at", "pk"]
        verbose_name = "souhait de film"
        verbose_name_plural = "souhaits de films"
        indexes = [models.Index(fields=["edition", "state"], name="film_wish_desk")]

    def __str__(self):
        return f"{self.title} ({self.year})" if self.year else self.title

    def save(self, **kwargs):
        self.match = fold(self.title)[:220]
        super().save(**kwargs)
