"""The words a dossier is made of; codes are those of the exchange format."""

from django.db.models import TextChoices

SWORN = "J’atteste que ces informations sont exactes et que je peux engager la structure."
"""What one ticks to file, and what the printed dossier bears above the signature."""


class State(TextChoices):
    """Two labels per state: this one for the holder, `DESK_LABELS` for the desk."""

    DRAFT = "draft", "Brouillon, pas encore déposé"
    SUBMITTED = "submitted", "Déposé"
    ADMISSIBLE = "admissible", "Recevable"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    GRANTED = "granted", "Accordé"
    DECLINED = "declined", "Non retenu"
    WAITING = "waiting", "Sur liste d’attente"
    RENOUNCED = "renounced", "Renoncé"
    WITHDRAWN = "withdrawn", "Retiré, à déposer de nouveau"
    ABANDONED = "abandoned", "Abandonné"


FILED = (
    State.SUBMITTED,
    State.ADMISSIBLE,
    State.INADMISSIBLE,
    State.GRANTED,
    State.DECLINED,
    State.WAITING,
    State.RENOUNCED,
)
"""The states in which what was filed stands: the holder reads it and writes it no more."""

DECIDED = (State.GRANTED, State.DECLINED, State.WAITING, State.RENOUNCED)
"""The states that tell what the committee decided: reached by a publication alone."""
GONE = (State.ABANDONED, State.INADMISSIBLE, State.DECLINED, State.RENOUNCED)
"""The states in which nothing is asked for any more, for good."""

DESK_LABELS = {
    State.DRAFT: "En préparation",
    State.SUBMITTED: "Reçu, à vérifier",
    State.ADMISSIBLE: "Recevable, à instruire",
    State.INADMISSIBLE: "Irrecevable",
    State.GRANTED: "Accordé",
    State.DECLINED: "Non retenu",
    State.WAITING: "Sur liste d’attente",
    State.RENOUNCED: "Le porteur a renoncé",
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


class DossierRole(TextChoices):
    """What a person is in one dossier; the widest role first."""

    DELEGATE = "delegate", "Écrit et peut déposer"
    EDITOR = "editor", "Écrit le dossier"
    READER = "reader", "Lit le dossier"


class Answer(TextChoices):
    """What a partner answered; nothing while it is silent."""

    CONFIRMED = "confirmed", "A confirmé"
    DECLINED = "declined", "A décliné"
    WITHDRAWN = "withdrawn", "A repris sa confirmation"


class Confirmation(TextChoices):
    """Where a partner's word stands, as everybody reads it."""

    NONE = "none", "Pas encore invité"
    INVITED = "invited", "Invité"
    OPENED = "opened", "A ouvert le lien"
    CONFIRMED = "confirmed", "Confirmé"
    STALE = "stale", "À reconfirmer"
    DECLINED = "declined", "Décliné"
    WITHDRAWN = "withdrawn", "Confirmation reprise"


class Side(TextChoices):
    """On which side of the dossier somebody writes."""

    HOLDER = "holder", "Le porteur"
    COORDINATION = "coordination", "La coordination"


class Ruling(TextChoices):
    """What the coordination decides on a verdict."""

    WAIVED = "waived", "Dispense accordée"
    CONFIRMED = "confirmed", "Confirmé"
    REFUSED = "refused", "Refusé"


class Outcome(TextChoices):
    """Whether a filed dossier goes on to the committee."""

    ADMISSIBLE = "admissible", "Recevable"
    INADMISSIBLE = "inadmissible", "Irrecevable"


class AwardOutcome(TextChoices):
    """What its holder was told that the committee decided; each is a state of the dossier."""

    GRANTED = "granted", "Accordé"
    DECLINED = "declined", "Non retenu"
    WAITING = "waiting", "Sur liste d’attente"


class Consent(TextChoices):
    """How somebody agreed that the coordination writes in their stead."""

    PHONE = "phone", "Par téléphone"
    PAPER = "paper", "Sur papier"
    PRESENT = "present", "De vive voix, en sa présence"


class ReminderKind(TextChoices):
    """What somebody is reminded of."""

    DRAFT = "draft", "Brouillon à déposer"
    PARTNER = "partner", "Partenaire silencieux"
    REPORT = "report", "Bilan de l’an passé promis"
    DOCUMENT = "document", "Pièce demandée"
    CORRECTION = "correction", "Correction demandée"


class RequestState(TextChoices):
    """Where a document asked for stands; « late » is read from its day."""

    ASKED = "asked", "Attendue"
    RECEIVED = "received", "Reçue, à relire"
    ACCEPTED = "accepted", "Acceptée"
    WITHDRAWN = "withdrawn", "N’est plus demandée"


class CorrectionState(TextChoices):
    """Where a request for corrections stands; « its date passed » is read from its date."""

    DRAFT = "draft", "En préparation"
    SENT = "sent", "Chez le porteur"
    RETURNED = "returned", "Renvoyée, à relire"
    ACCEPTED = "accepted", "Acceptée"
    WITHDRAWN = "withdrawn", "Retirée"


class CorrectionAnswer(TextChoices):
    """What the holder did of one field that it was asked to look at again."""

    CHANGED = "changed", "Changé"
    KEPT = "kept", "Maintenu"


class ProposalState(TextChoices):
    """Where a proposed practitioner stands."""

    PROPOSED = "proposed", "Proposée"
    TAKEN = "taken", "Reprise dans le projet"
    DISMISSED = "dismissed", "Pas cette fois"
    WITHDRAWN = "withdrawn", "Proposition retirée"


class Tie(TextChoices):
    """What keeps somebody who judges away from a dossier."""

    DECLARED = "declared", "Lien déclaré"
    HOLDER = "holder", "Membre de la structure porteuse"
    SIREN = "siren", "Membre d’une structure de même SIREN"
    PARTNER = "partner", "Lié à un partenaire du projet"
    PRACTITIONER = "practitioner", "Intervient dans le projet"
    VENUE = "venue", "Tient un lieu de diffusion du projet"
    COFUNDER = "cofunder", "Membre d’un co-financeur du projet"
