"""Communes and dated zonings: several vintages live side by side, none is ever « today’s »."""

import uuid

from django.conf import settings
from django.db import models

from passeurs.territories.enums import Classification, ImportState, Kind, Scope


class Commune(models.Model):
    """A commune of France as it stands today (code officiel géographique)."""

    insee = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    department = models.CharField("département", max_length=3)
    postcodes = models.JSONField("codes postaux", default=list)
    population = models.PositiveIntegerField("population", default=0)
    epci = models.CharField("intercommunalité", max_length=160, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    search = models.CharField("forme cherchée", max_length=400, editable=False)

    class Meta:
        verbose_name = "commune"
        ordering = ("name", "insee")

    def __str__(self):
        return f"{self.name} ({self.department})"


class FormerCode(models.Model):
    """A code that leads to a commune of today: merged, delegated or associated commune,
    or municipal district of Paris, Lyon and Marseille.
    """

    code = models.CharField("ancien code", max_length=5, primary_key=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="former_codes")

    class Meta:
        verbose_name = "ancien code de commune"
        verbose_name_plural = "anciens codes de commune"

    def __str__(self):
        return f"{self.code} → {self.commune_id}"


class Outline(models.Model):
    """The approximate outline of a department (GeoJSON), for maps; see `cells`."""

    department = models.CharField("département", max_length=3, primary_key=True)
    geometry = models.JSONField("contour")

    class Meta:
        verbose_name = "contour de département"
        verbose_name_plural = "contours de départements"
        ordering = ("department",)

    def __str__(self):
        return self.department


class Vintage(models.Model):
    """One loading of one dated reference; `codes` lists the communes or departments it covers.

    `digest` identifies what was loaded: the same digest means that nothing has to be done.
    """

    kind = models.CharField("référentiel", max_length=8, choices=Kind)
    vintage = models.PositiveSmallIntegerField("millésime")
    scope = models.CharField("étendue", max_length=12, choices=Scope)
    codes = models.JSONField("codes couverts", default=list, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    digest = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le")
    compared_at = models.DateTimeField("comparé aux dossiers le", null=True, blank=True)

    class Meta:
        verbose_name = "millésime"
        ordering = ("kind", "vintage")
        constraints = (
            models.UniqueConstraint(fields=("kind", "vintage"), name="one_vintage_per_kind"),
        )

    def __str__(self):
        return f"{self.kind} {self.vintage}"


class Zone(models.Model):
    """A QPV of one vintage; its contour is GeoJSON (WGS 84), absent when only the list is known."""

    kind = models.CharField("zonage", max_length=8, choices=Kind, default=Kind.QPV)
    vintage = models.PositiveSmallIntegerField("millésime")
    code = models.CharField("code", max_length=8)
    name = models.CharField("nom", max_length=200)
    geometry = models.JSONField("contour", null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = "quartier"
        ordering = ("kind", "vintage", "code")
        constraints = (
            models.UniqueConstraint(fields=("kind", "vintage", "code"), name="one_zone_per_code"),
        )

    def __str__(self):
        return f"{self.code} {self.name}"


class ZoneCommune(models.Model):
    """A commune that a QPV touches, by the code in use when the list was published."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="communes")
    insee = models.CharField("code INSEE", max_length=5, db_index=True)

    class Meta:
        verbose_name = "commune d’un quartier"
        verbose_name_plural = "communes d’un quartier"
        constraints = (
            models.UniqueConstraint(fields=("zone", "insee"), name="one_commune_per_zone"),
        )

    def __str__(self):
        return f"{self.zone_id} – {self.insee}"


class RuralClass(models.Model):
    """The class of a commune in one vintage of ZRR or FRR; `label` is the official wording."""

    insee = models.CharField("code INSEE", max_length=5)
    kind = models.CharField("zonage", max_length=8, choices=Kind)
    vintage = models.PositiveSmallIntegerField("millésime")
    label = models.CharField("classement", max_length=160)
    state = models.CharField("étendue du classement", max_length=8, choices=Classification)

    class Meta:
        verbose_name = "classement rural"
        verbose_name_plural = "classements ruraux"
        constraints = (
            models.UniqueConstraint(
                fields=("insee", "kind", "vintage"), name="one_rural_class_per_vintage"
            ),
        )

    def __str__(self):
        return f"{self.insee} – {self.kind} {self.vintage}\u00a0: {self.label}"


class Import(models.Model):
    """An import asked from the screen: read first, loaded once confirmed; kept as the history.

    `report` is what the reading says (see `imports.orders`); `done` of `total` lines are read.
    """

    RUNNING = (ImportState.READING, ImportState.LOADING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("référentiel", max_length=8, choices=Kind)
    vintage = models.PositiveSmallIntegerField("millésime")
    departments = models.JSONField("départements couverts en entier", default=list, blank=True)
    is_downloaded = models.BooleanField("pris à l’adresse officielle", default=False)
    state = models.CharField("état", max_length=8, choices=ImportState, default=ImportState.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField("compte rendu", default=dict, blank=True)
    problem = models.TextField("ce qui l’a arrêté", blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandé le")
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "import de référentiel"
        verbose_name_plural = "imports de référentiels"
        ordering = ("-asked_at", "pk")

    def __str__(self):
        return f"{self.kind} {self.vintage}"

    @property
    def is_running(self):
        return self.state in self.RUNNING

    @property
    def is_ready(self):
        return self.state == ImportState.READY

    @property
    def name(self):
        return f"{self.get_kind_display()}, {self.vintage}"


class ImportFile(models.Model):
    """A file of an import; its bytes are forgotten once they have served, not its fingerprint."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField("nom", max_length=120)
    size = models.PositiveBigIntegerField("octets")
    sha256 = models.CharField("empreinte", max_length=64)
    content = models.BinaryField(null=True)

    class Meta:
        verbose_name = "fichier d’un import"
        verbose_name_plural = "fichiers d’un import"
        ordering = ("pk",)

    def __str__(self):
        return self.name
