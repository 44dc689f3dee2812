"""The closed vocabularies of the record of contacts."""

from django.db.models import TextChoices


class Channel(TextChoices):
    FORM = "form", "Formulaire"
    PHONE = "phone", "Téléphone"
    MAIL = "mail", "Courriel"
    VISIT = "visit", "Visite"
    VIDEO = "video", "Visioconférence"
    MEETING = "meeting", "Réunion"
    EVENT = "event", "Événement"


class Wish(TextChoices):
    """How the person would like to be answered."""

    MAIL = "mail", "Par courriel"
    CALL = "call", "Par téléphone"


class State(TextChoices):
    NEW = "new", "À répondre"
    ANSWERED = "answered", "Répondu"
    CLOSED = "closed", "Clos"


class Source(TextChoices):
    PUBLIC = "public", "Écrit depuis le site"
    DESK = "desk", "Noté par la coordination"


class Order(TextChoices):
    """How the desk sorts its threads."""

    RECENT = "recent", "Le dernier échange d’abord"
    NEXT = "suite", "La prochaine suite d’abord"
    OLDEST = "ancien", "Le plus ancien d’abord"
    STRUCTURE = "structure", "Par structure"
