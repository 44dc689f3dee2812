"""The life of a message, what comes of a try, and what a person may choose of each family."""

from enum import Enum, auto

from django.db.models import TextChoices


class MessageState(TextChoices):
    """`STOPPED` and `MUTED` were never to be sent: the row says that they were thought of."""

    WAITING = "waiting", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    HELD = "held", "gardé pour un récapitulatif"
    DIGESTED = "digested", "parti dans un récapitulatif"
    FAILED = "failed", "refusé par le serveur du destinataire"
    BOUNCED = "bounced", "revenu sans être remis"
    STOPPED = "stopped", "non envoyé, à la demande du destinataire"
    MUTED = "muted", "non envoyé, cette adresse ne reçoit pas"
    CANCELLED = "cancelled", "annulé avant de partir"


ENDED = (
    MessageState.SENT,
    MessageState.DIGESTED,
    MessageState.FAILED,
    MessageState.BOUNCED,
    MessageState.STOPPED,
    MessageState.MUTED,
    MessageState.CANCELLED,
)
"""Nothing will leave of these by itself."""


class Family(TextChoices):
    """What one may choose to receive, later, together or not at all; the rest always leaves."""

    REMINDERS = "reminders", "Rappels de vos brouillons"
    REQUESTS = "requests", "Rappels des corrections et des pièces demandées"
    MESSAGES = "messages", "Messages dans vos dossiers"
    PARTNERS = "partners", "Réponses de vos partenaires"
    ASKED = "asked", "Relances adressées à un partenaire"
    NEWS = "news", "Nouvelles de l’appel"
    DESK = "desk", "Alertes du bureau"


class Rhythm(TextChoices):
    AT_ONCE = "at_once", "Aussitôt"
    DAILY = "daily", "Une fois par jour"
    WEEKLY = "weekly", "Une fois par semaine"
    NEVER = "never", "Jamais"


DIGEST = "digest"
"""The family of a digest itself: its link stops whatever comes by digest."""


class Outcome(Enum):
    """`LATER` is this message's own trouble; `DOWN` is the server's, hence everybody's."""

    SENT = auto()
    REFUSED = auto()
    LATER = auto()
    DOWN = auto()
