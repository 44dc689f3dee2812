"""The life of a message, and what comes of a try."""

from enum import Enum, auto

from django.db.models import TextChoices


class MessageState(TextChoices):
    WAITING = "waiting", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    FAILED = "failed", "refusé par le serveur du destinataire"


class Outcome(Enum):
    """`LATER` is this message's own trouble; `DOWN` is the server's, hence everybody's."""

    SENT = auto()
    REFUSED = auto()
    LATER = auto()
    DOWN = auto()
