"""The closed lists an edition chooses from; labels are what people read."""

from django.db.models import TextChoices


class MilestoneKind(TextChoices):
    """The dates of an edition, in the order they normally fall."""

    OPENING = "opening", "Ouverture de l’appel"
    CONTACT_BEFORE = "contact_before", "Dernier jour pour prendre contact"
    FILING_BEFORE = "filing_before", "Clôture du dépôt des dossiers"
    REPORT_SECOND_SENDING = "report_second_sending", "Bilan précédent, second envoi"
    COMMITTEE = "committee", "Comité de sélection"
    RESULTS = "results", "Réponses aux porteurs"
    ACTIONS_FROM = "actions_from", "Début des actions"
    OPEN_AIR_REQUEST = "open_air_request", "Demande d’autorisation de plein air"
    REPORT_DUE = "report_due", "Remise du bilan"
    ACTIONS_UNTIL = "actions_until", "Fin des actions"


DEADLINES = frozenset(
    {
        MilestoneKind.CONTACT_BEFORE,
        MilestoneKind.FILING_BEFORE,
        MilestoneKind.REPORT_SECOND_SENDING,
        MilestoneKind.OPEN_AIR_REQUEST,
        MilestoneKind.REPORT_DUE,
        MilestoneKind.ACTIONS_UNTIL,
    }
)


class Precision(TextChoices):
    SECOND = "second", "à la seconde"
    DAY = "day", "au jour"
    MONTH = "month", "au mois"


class Nature(TextChoices):
    VOIR = "voir", "Voir"
    FAIRE = "faire", "Faire"


class CeilingScope(TextChoices):
    HOLDER_EDITION = "holder_edition", "par porteur et par édition"
    DOSSIER = "dossier", "par dossier"


class ShareBase(TextChoices):
    WITHOUT_VOLUNTARY = "without_voluntary", "budget sans les contributions volontaires"
    WITH_VOLUNTARY = "with_voluntary", "budget contributions volontaires comprises"


class TwoFunctions(TextChoices):
    """What the edition answers when one structure fills two partner functions."""

    ALLOWED = "allowed", "admis"
    TO_CONFIRM = "to_confirm", "à confirmer par la coordination"
    REFUSED = "refused", "refusé"


class Function(TextChoices):
    CINEMA = "cinema", "cinéma et audiovisuel"
    AUDIENCE = "audience", "accompagnement des publics"
    SCREENING = "screening", "diffusion"
    FUNDER = "funder", "financeur"
    OTHER = "other", "autre"


class RuralKind(TextChoices):
    ZRR = "ZRR", "zone de revitalisation rurale"
    FRR = "FRR", "zone France ruralités revitalisation"


class DocumentScope(TextChoices):
    DOSSIER = "dossier", "une pour le dossier"
    PERSON = "person", "une par intervenant"
    PARTNER = "partner", "une par partenaire"
    FORM = "form", "écrite dans le dossier"


class DocumentWhen(TextChoices):
    ALWAYS = "always", "pour tout le monde"
    RETURNING = "returning", "pour les structures de l’édition précédente"


class QuestionSection(TextChoices):
    """The sections of a dossier, where a question or a hint may stand."""

    STRUCTURE = "structure", "La structure"
    PARTNERS = "partners", "Les partenaires"
    PROJECT = "project", "La note d’intention"
    AUDIENCE = "audience", "Les publics"
    ACTIONS = "actions", "Les actions"
    BUDGET = "budget", "Le budget"
    DOCUMENTS = "documents", "Les pièces"
    COMMITMENTS = "commitments", "Les engagements"


class QuestionKind(TextChoices):
    """What an answer is made of."""

    TEXT = "text", "une ligne de texte"
    PROSE = "prose", "un texte long"
    NUMBER = "number", "un nombre"
    DATE = "date", "une date"
    CHOICE = "choice", "un choix dans une liste"
    CHOICES = "choices", "plusieurs choix dans une liste"
    YES_NO = "yes_no", "oui ou non"


class WordingKind(TextChoices):
    """The occasions on which the coordination writes in its own words."""

    FILED = "filed", "Dossier déposé"
    ADMISSIBLE = "admissible", "Dossier recevable"
    INADMISSIBLE = "inadmissible", "Dossier irrecevable"
    CORRECTION = "correction", "Correction demandée"
    GRANTED = "granted", "Décision : accord"
    DECLINED = "declined", "Décision : refus"
    WAITING = "waiting", "Décision : liste d’attente"
    NOTIFICATION = "notification", "Lettre de notification"


class Publisher(TextChoices):
    """Who publishes the decisions of the committee; the codes are those of a team's roles."""

    COORDINATION = "coordination", "la coordination"
    DRAC = "drac", "la DRAC"
    REGION = "region", "la Région"


class RuleCode(TextChoices):
    """Every rule the engine knows how to apply; an edition switches them on, clause by clause."""

    CONTACT = "contact.before_deadline", "Prise de contact préalable"
    SUBMISSION = "submission.before_deadline", "Dépôt dans les délais"
    HOLDER = "holder.eligible_status", "Statut de la structure porteuse"
    TRIPARTITE = "partners.tripartite", "Fonctions des partenaires"
    CONFIRMED = "partners.confirmed", "Confirmation des partenaires"
    AUDIENCE = "public.age_or_remote", "Publics visés"
    OUT_OF_SCHOOL = "public.out_of_school", "Hors temps scolaire"
    TERRITORY = "territory.priority", "Territoire prioritaire"
    MIN_ACTIONS = "pathway.min_actions", "Nombre d’actions"
    SEE_AND_DO = "pathway.see_and_do", "Voir et Faire"
    PROFESSIONALS = "artistic.professionals", "Artistes et professionnels"
    LOCAL_CINEMA = "artistic.local_cinema", "Cinéma de proximité"
    FILMS = "films.from_lists", "Films des listes"
    BALANCED = "budget.balanced", "Budget équilibré"
    CEILING = "budget.ceiling", "Plafond de l’aide"
    FLOOR = "budget.floor", "Plancher de l’aide"
    SHARE = "budget.share", "Part de l’aide"
    COFUNDING = "budget.cofunding", "Autres financeurs"
    DOCUMENTS = "documents.complete", "Pièces du dossier"
    CVS = "documents.practitioner_cvs", "CV des intervenants"
    PREVIOUS_REPORT = "previous.report", "Bilan de l’édition précédente"
    COMMITMENTS = "commitments.accepted", "Engagements"
    QUESTIONS = "questions.answered", "Questions de la coordination"
