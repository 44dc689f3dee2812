"""What an event is, its life, and that of a registration."""

from django.db.models import TextChoices


class Kind(TextChoices):
    GATHERING = "gathering", "Rencontre régionale"
    TRAINING = "training", "Journée de formation"
    MEETING = "meeting", "Réunion"


class CountsFor(TextChoices):
    """The commitment of the call that coming keeps."""

    TRAINING = "training", "Journées de formation"
    GATHERING = "gathering", "Rencontres régionales"


class State(TextChoices):
    DRAFT = "draft", "Brouillon"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Inscriptions closes"
    HELD = "held", "A eu lieu"
    CANCELLED = "cancelled", "Annulée"


TONES = {State.OPEN: "ok", State.CLOSED: "wait", State.HELD: "coord", State.CANCELLED: "no"}


class Place(TextChoices):
    """Where a registration is, from asking for a place to having come."""

    REGISTERED = "registered", "Inscrit"
    WAITING = "waiting", "Liste d’attente"
    CANCELLED = "cancelled", "Désisté"
    CAME = "came", "Présent"
    ABSENT = "absent", "Absent"


PLACE_TONES = {
    Place.REGISTERED: "todo",
    Place.WAITING: "wait",
    Place.CAME: "ok",
    Place.ABSENT: "no",
}
SEATED = (Place.REGISTERED, Place.CAME, Place.ABSENT)
"""Those who hold places of the event."""


class Diet(TextChoices):
    """Short on purpose: what the cook must know, nothing of why."""

    VEGETARIAN = "vegetarian", "Sans viande ni poisson"
    VEGAN = "vegan", "Sans aucun produit animal"
    NO_PORK = "no_pork", "Sans porc"
    NO_GLUTEN = "no_gluten", "Sans gluten"
    NO_LACTOSE = "no_lactose", "Sans lactose"
    ALLERGY = "allergy", "Une allergie\u00a0: rappelez-moi"


class Travel(TextChoices):
    NEEDS = "needs", "Je cherche une place en voiture"
    OFFERS = "offers", "J’ai des places en voiture"
    HELP = "help", "J’ai besoin d’une aide pour le trajet"


class FeeState(TextChoices):
    DUE = "due", "À régler"
    PAID = "paid", "Réglée"
    WAIVED = "waived", "Dispensée"


FEE_TONES = {FeeState.DUE: "wait", FeeState.PAID: "ok", FeeState.WAIVED: "mute"}
