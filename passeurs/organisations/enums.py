"""The words of the call for who applies, who helps and who decides."""

from django.db import models


class LegalStatus(models.TextChoices):
    ASSOCIATION = "association", "Association"
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "Intercommunalité (EPCI)"
    OTHER_PUBLIC = "other_public", "Autre structure publique"
    PRIVATE_CULTURAL = "private_cultural", "Structure culturelle privée"
    OTHER_PRIVATE = "other_private", "Autre structure privée"


class ActorKind(models.TextChoices):
    """The three families of actors of the call."""

    CULTURAL = "cultural", "Acteur culturel"
    AUDIENCE = "audience", "Structure d’accompagnement des publics"
    LOCAL_AUTHORITY = "local_authority", "Collectivité territoriale"


ACTOR_EXAMPLES = {
    ActorKind.CULTURAL: (
        "association culturelle, salle de cinéma, festival, médiathèque, centre ou service "
        "culturel, structure culturelle privée"
    ),
    ActorKind.AUDIENCE: (
        "lieu d’éducation populaire (MJC ou fédération), structure d’utilité sociale ou "
        "médico-sociale, espace jeunesse, centre de loisirs, maison de quartier"
    ),
    ActorKind.LOCAL_AUTHORITY: (
        "commune ou intercommunalité, pour ses compétences sociales ou culturelles"
    ),
}


class SiretState(models.TextChoices):
    UNVERIFIED = "unverified", "Non vérifié"
    VERIFIED = "verified", "Vérifié par la coordination"


class RegisterState(models.TextChoices):
    """What the business register said of the SIRET; empty while it has not answered."""

    OPEN = "open", "Connu du registre"
    CLOSED = "closed", "Fermé d’après le registre"
    UNKNOWN = "unknown", "Inconnu du registre"


class MemberRole(models.TextChoices):
    REPRESENTATIVE = "representative", "Représente la structure"
    EDITOR = "editor", "Écrit les dossiers"
    READER = "reader", "Lit les dossiers"


class Answer(models.TextChoices):
    """What became of an invitation or of a request; empty while nobody answered."""

    ACCEPTED = "accepted", "Acceptée"
    DECLINED = "declined", "Déclinée"
    CANCELLED = "cancelled", "Annulée"


class TeamRole(models.TextChoices):
    COORDINATION = "coordination", "Coordination régionale"
    DRAC = "drac", "DRAC"
    REGION = "region", "Région"
    COMMITTEE = "committee", "Membre du comité"
    NATIONAL = "national", "Équipe nationale"
