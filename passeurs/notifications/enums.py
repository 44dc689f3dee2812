"""The life of a message."""

from django.db.models import TextChoices


class MessageState(TextChoices):
    WAITING = "waiting", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    FAILED = "failed", "refusé par le serveur du destinataire"
