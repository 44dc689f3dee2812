"""The words of the desk's lists."""

from django.db.models import TextChoices


class Zone(TextChoices):
    """Which priority territory the actions of a dossier reach, as the rules found it."""

    BOTH = "both", "QPV et rural"
    QPV = "qpv", "QPV"
    RURAL = "rural", "Rural classé"
    NONE = "none", "Aucun"


class SheetStanding(TextChoices):
    """Where the instruction sheet of a dossier is; "to write" holds those never begun."""

    TO_WRITE = "to_write", "À écrire"
    WRITTEN = "written", "Écrite"
    VALIDATED = "validated", "Validée"


class Standing(TextChoices):
    """What the rules leave to do on a dossier."""

    READY = "ready", "Plus rien ne bloque"
    BLOCKED = "blocked", "Des points bloquent"
    TO_CONFIRM = "confirm", "Des points à trancher"


class Order(TextChoices):
    RECENT = "", "Touchés récemment"
    FILED = "depot", "Date de dépôt"
    STRUCTURE = "structure", "Structure"
    MOST = "montant", "Montant demandé, du plus grand"
    LEAST = "montant-", "Montant demandé, du plus petit"
    BLOCKED = "points", "Points bloquants"


class ExportState(TextChoices):
    WAITING = "waiting", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Prêt"
    FAILED = "failed", "Échoué"


class JobKind(TextChoices):
    """What may be done to many dossiers at once."""

    ASSIGN = "attribuer", "Attribuer le suivi"
    LABEL = "etiqueter", "Poser une étiquette"
    UNLABEL = "oter", "Ôter une étiquette"
    MESSAGE = "message", "Écrire un message"
    DOCUMENT = "piece", "Demander une pièce"
    ADMIT = "recevable", "Dire recevables"
    REFUSE = "irrecevable", "Dire irrecevables"
    PAPER = "pdf", "Imprimer en PDF"


class JobState(TextChoices):
    DRAFT = "draft", "À confirmer"
    WAITING = "waiting", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminée"
    STOPPED = "stopped", "Arrêtée"


class ItemState(TextChoices):
    """What came of one dossier in a job."""

    WAITING = "waiting", "À faire"
    DONE = "done", "Fait"
    REFUSED = "refused", "Refusé"
    FAILED = "failed", "Échoué"
