"""Artists and professionals who lead workshops, and their consent to be listed."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from passeurs.core.folding import fold, words_of
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Membership, TeamMember
from passeurs.territories.regions import label_of
from passeurs.territories.rules import point_of

from ..enums import SHOWN_REVIEWS, AudienceKind, Craft, Language, Origin, Review, Through
from ..matching import Profile, told_away, told_months
from ..rules import references_in


class PractitionerQuerySet(models.QuerySet):
    def with_consent(self):
        """Bring along whether the person agrees to be listed, as `has_agreed`."""
        live = Consent.objects.filter(practitioner=OuterRef("pk"), withdrawn_at=None)
        return self.annotate(has_agreed=Exists(live))

    def current(self):
        """Cards that were not merged into another."""
        return self.filter(merged_into=None)

    def listed(self):
        """Those whom anybody may see: they agreed themselves, and somebody of ours knows them."""
        found = self.current().with_consent()
        return found.filter(has_agreed=True, review__in=SHOWN_REVIEWS)

    def visible_to(self, user):
        """The listed ones, one's own, and those of one's structures or coordination."""
        found = self.with_consent()
        listed = Q(merged_into=None, has_agreed=True, review__in=SHOWN_REVIEWS)
        if not user.is_authenticated:
            return found.filter(listed)
        return found.filter(listed | Q(pk__in=self.model.objects.private_to(user).values("pk")))

    def private_to(self, user):
        """The cards whose every word the person may read."""
        structures = Membership.objects.filter(user=user).values("structure")
        held = self.model.structures.through.objects.filter(structure__in=structures)
        return self.filter(
            Q(pk__in=held.values("practitioner"))
            | Q(coordination__in=_teams_of(user))
            | Q(pk__in=self.model.objects.of_address(user.email).values("pk"))
        )

    def kept_by(self, user):
        """What the coordination's desk reads, verifies and merges."""
        if not user.is_authenticated:
            return self.none()
        return self.current().filter(coordination__in=_teams_of(user)).with_consent()

    def of_address(self, email):
        """The cards of the person whose address this is: a session proves an address."""
        found = self.current().annotate(address=Lower("email"))
        return found.filter(address=email.strip().lower()).exclude(email="")

    def matching(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(search__contains=word)
        return found


def _teams_of(user):
    teams = TeamMember.objects.filter(user=user, role=TeamRole.COORDINATION)
    return teams.values("coordination")


class Practitioner(models.Model):
    """A card. Private to its structures and its coordination until the person agrees otherwise."""

    coordination = models.ForeignKey(
        "organisations.Coordination", models.PROTECT, related_name="practitioners"
    )
    structures = models.ManyToManyField(
        "organisations.Structure", related_name="practitioners", blank=True
    )
    origin = models.CharField("origine", max_length=8, choices=Origin)
    review = models.CharField("relecture", max_length=10, choices=Review, default=Review.NEW)
    name = models.CharField("prénom et nom", max_length=120)
    crafts = models.JSONField("métiers", default=list, blank=True)
    other_craft = models.CharField("autre métier", max_length=120, blank=True)
    languages = models.JSONField("langues", default=list, blank=True)
    other_languages = models.CharField("autres langues", max_length=120, blank=True)
    departments = models.JSONField("départements", default=list, blank=True)
    works_everywhere = models.BooleanField("partout en France", default=False)
    presentation = models.TextField("présentation", blank=True)
    references = models.TextField("références", blank=True)
    home = models.ForeignKey(
        "territories.Commune", models.PROTECT, null=True, blank=True, related_name="+"
    )
    travels_km = models.PositiveSmallIntegerField("se déplace jusqu’à", null=True, blank=True)
    publics = models.JSONField("publics", default=list, blank=True)
    months = models.JSONField("mois travaillés", default=list, blank=True)
    away_from = models.DateField("pas libre du", null=True, blank=True)
    away_until = models.DateField("pas libre au", null=True, blank=True)
    availability = models.CharField("disponibilités", max_length=200, blank=True)
    website = models.URLField("site ou page", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    shows_email = models.BooleanField("montrer mon adresse électronique", default=False)
    shows_phone = models.BooleanField("montrer mon téléphone", default=False)
    cv = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    link_number = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField("invitée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le")
    updated_at = models.DateTimeField("modifiée le")
    search = models.TextField(editable=False, default="")

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        ordering = ["search", "pk"]
        verbose_name = "intervenant"
        indexes = [
            models.Index(fields=["coordination", "review"], name="practitioner_desk"),
            models.Index(Lower("email"), name="practitioner_address"),
        ]

    def __str__(self):
        return self.name

    @property
    def away(self):
        """The days when the person is not free, or None; a single day is its own end."""
        first = self.away_from or self.away_until
        return (first, self.away_until or first) if first else None

    def save(self, **kwargs):
        self.search = fold(" ".join([self.name, *self.craft_labels, *self.language_labels]))
        super().save(**kwargs)

    @property
    def folded_name(self):
        """What the search column of a namesake begins with."""
        return fold(self.name)

    @property
    def craft_labels(self):
        known = [Craft(code).label for code in self.crafts if code in Craft.values]
        return [*known, self.other_craft] if self.other_craft else known

    @property
    def language_labels(self):
        known = [Language(code).label for code in self.languages if code in Language.values]
        return [*known, self.other_languages] if self.other_languages else known

    @property
    def place_labels(self):
        """Where the person works, in words."""
        if self.works_everywhere:
            return ["Partout en France"]
        return [label_of(code) for code in self.departments]

    @property
    def profile(self):
        """What the card says, for `matching`."""
        home = self.home and point_of(lat=self.home.lat, lon=self.home.lon)
        return Profile(
            key=self.pk,
            name=self.name,
            crafts=frozenset(self.crafts),
            home=(home[1], home[0]) if home else None,
            travels_km=self.travels_km,
            departments=frozenset(self.departments),
            works_everywhere=self.works_everywhere,
            months=frozenset(self.months),
            away=self.away,
            publics=frozenset(self.publics),
        )

    @property
    def public_labels(self):
        return [AudienceKind(code).label for code in self.publics if code in AudienceKind.values]

    @property
    def times(self):
        """When the person works, in words, each on its line."""
        away = told_away(self.away)
        told = [told_months(self.months), away and f"pas libre {away}", self.availability]
        return [words for words in told if words]

    @property
    def works(self):
        return references_in(self.references)

    @property
    def agrees(self):
        """Whether the person agrees to be listed, now."""
        if not hasattr(self, "has_agreed"):
            self.has_agreed = self.consents.filter(withdrawn_at=None).exists()
        return self.has_agreed

    @property
    def is_listed(self):
        return self.agrees and self.review in SHOWN_REVIEWS and self.merged_into_id is None

    @property
    def access_state(self):
        """Once the person has agreed, the public words are theirs alone."""
        return "agreed" if self.agrees else "private"

    def access_roles(self, user):
        """What the person is to this card: a place in its structures, in its coordination."""
        if not user.is_authenticated:
            return set()
        held = Membership.objects.filter(user=user, structure__practitioners=self)
        team = TeamMember.objects.filter(user=user, coordination=self.coordination_id)
        roles = {f"holder_{role}" for role in held.values_list("role", flat=True)}
        return roles | (set(team.values_list("role", flat=True)) & {TeamRole.COORDINATION})


class Consent(models.Model):
    """The person's own word that they may be listed, dated, with the sentence they agreed to."""

    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="consents")
    words = models.TextField("phrase acceptée")
    given_at = models.DateTimeField("donné le")
    given_through = models.CharField(max_length=8, choices=Through)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_through = models.CharField(max_length=8, choices=Through, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = "accord"
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner"],
                condition=Q(withdrawn_at=None),
                name="one_live_consent_per_practitioner",
            )
        ]

    def __str__(self):
        return f"{self.practitioner_id}, {self.given_at:%Y-%m-%d}"
