"""The words of the zonings, as codes and as labels."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a vintage describes."""

    COMMUNES = "COMMUNES", "Communes"
    QPV = "QPV", "Quartiers prioritaires de la politique de la ville"
    ZRR = "ZRR", "Zones de revitalisation rurale"
    FRR = "FRR", "France Ruralités Revitalisation"


class Scope(TextChoices):
    """How far a loaded vintage reaches; outside it, the answer is « non chargé »."""

    COMMUNES = "communes", "Communes énumérées"
    DEPARTMENTS = "departments", "Départements énumérés"
    FRANCE = "france", "France entière"


class Classification(TextChoices):
    """How far a commune is classed by a rural zoning."""

    FULL = "full", "Classée"
    PARTIAL = "partial", "Partiellement classée"
    NONE = "none", "Non classée"


class ImportState(TextChoices):
    """Where an import asked from the screen stands; nothing is written before « loading »."""

    READING = "reading", "Lecture en cours"
    READY = "ready", "À confirmer"
    LOADING = "loading", "Chargement en cours"
    LOADED = "loaded", "Chargé"
    UNUSABLE = "unusable", "Inutilisable"
    DROPPED = "dropped", "Abandonné"
    BROKEN = "broken", "Interrompu"


class Answer(TextChoices):
    """What a zoning answers about a place."""

    YES = "yes", "Oui"
    NO = "no", "Non"
    TO_CONFIRM = "to_confirm", "À confirmer"
    NOT_LOADED = "not_loaded", "Zonage non chargé"
