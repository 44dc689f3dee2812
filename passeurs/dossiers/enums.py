"""The words a dossier is made of; codes are those of the exchange format."""

from django.db.models import TextChoices

SWORN = "J’atteste que ces informations sont exactes et que je peux engager la structure."
"""What one ticks to file, and what the printed dossier bears above the signature."""


class State(TextChoices):
    """Two labels per state: this one for the holder, `DESK_LABELS` for the desk."""

    DRAFT = "draft", "Brouillon, pas encore déposé"
    SUBMITTED = "submitted", "Déposé"
    WITHDRAWN = "withdrawn", "Retiré, à déposer de nouveau"
    ABANDONED = "abandoned", "Abandonné"


DESK_LABELS = {
    State.DRAFT: "En préparation",
    State.SUBMITTED: "Reçu, à instruire",
    State.WITHDRAWN: "Retiré par le porteur",
    State.ABANDONED: "Abandonné par le porteur",
}


class SectionCode(TextChoices):
    STRUCTURE = "structure", "La structure"
    PARTNERS = "partners", "Les partenaires"
    PROJECT = "project", "La note d’intention"
    AUDIENCE = "audience", "Les publics"
    ACTIONS = "actions", "Les actions"
    BUDGET = "budget", "Le budget"
    DOCUMENTS = "documents", "Les pièces"
    COMMITMENTS = "commitments", "Les engagements"


class PartnerFunction(TextChoices):
    CINEMA = "cinema", "Cinéma et audiovisuel"
    AUDIENCE = "audience", "Accompagnement des publics"
    SCREENING = "screening", "Diffusion"
    FUNDER = "funder", "Financement"
    OTHER = "other", "Autre"


class Contribution(TextChoices):
    CASH = "cash", "En argent"
    IN_KIND = "in_kind", "En nature"
    BOTH = "both", "En argent et en nature"


class PersonKind(TextChoices):
    ARTIST = "artist", "Artiste"
    PROFESSIONAL = "professional", "Professionnel de l’image ou du son"
    MEDIATOR = "mediator", "Médiation"


class Nature(TextChoices):
    VOIR = "voir", "Voir un film"
    FAIRE = "faire", "Faire, pratiquer"


class Format(TextChoices):
    HALF_DAY = "half_day", "Une demi-journée"
    ONE_TWO_DAYS = "one_two_days", "Un ou deux jours"
    FIVE_DAYS = "five_days", "Stage de cinq jours"
    TEN_DAYS = "ten_days", "Stage de dix jours"
    WEEKLY = "weekly", "Un rendez-vous par semaine"
    SCREENING = "screening", "Une séance"
    OTHER = "other", "Autre rythme"


class VenueKind(TextChoices):
    CINEMA = "cinema", "Cinéma"
    LIBRARY = "library", "Médiathèque"
    YOUTH_CENTRE = "youth_centre", "Structure de jeunesse ou sociale"
    OPEN_AIR = "open_air", "Plein air"
    OTHER = "other", "Autre lieu"


class AudienceKind(TextChoices):
    """Publics of the call and of the national bilan (domain, section D)."""

    GENERAL = "general", "Tout public"
    SOCIAL_CENTRE = "social_centre", "Centre social, maison de quartier"
    LEISURE_CENTRE = "leisure_centre", "Accueil de loisirs, espace jeunesse"
    INSERTION = "insertion", "Mission locale, insertion"
    CHILD_PROTECTION = "child_protection", "Protection de l’enfance"
    JUSTICE = "justice", "Protection judiciaire de la jeunesse"
    DISABILITY = "disability", "Médico-social, handicap"
    HOSPITAL = "hospital", "Hôpital"
    PRISON = "prison", "Milieu pénitentiaire"
    MIGRANTS = "migrants", "Personnes migrantes ou allophones"
    ELDERLY = "elderly", "Personnes âgées"


class BudgetScope(TextChoices):
    PROJECT = "project", "Budget du projet"
    STRUCTURE = "structure", "Budget de la structure"


class BudgetSide(TextChoices):
    CHARGE = "charge", "Charges"
    PRODUCT = "product", "Produits"
    VOLUNTARY_CHARGE = "voluntary_charge", "Emplois des contributions volontaires (86)"
    VOLUNTARY_PRODUCT = "voluntary_product", "Contributions volontaires (87)"


class FundingStatus(TextChoices):
    ASKED = "asked", "Sollicité"
    GRANTED = "granted", "Acquis"


class Ruling(TextChoices):
    """What the coordination decides on a verdict."""

    WAIVED = "waived", "Dispense accordée"
    CONFIRMED = "confirmed", "Confirmé"
    REFUSED = "refused", "Refusé"
