"""The words of an instruction."""

from django.db.models import IntegerChoices, TextChoices


class Opinion(TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"


class Priority(IntegerChoices):
    """« Appréciation globale » of the ministry's form (domain, section 3)."""

    FIRST = 1, "Priorité 1"
    SECOND = 2, "Priorité 2"
    THIRD = 3, "Priorité 3"


class SheetState(TextChoices):
    """How far an instruction sheet is."""

    TO_WRITE = "to_write", "À écrire"
    WRITTEN = "written", "Écrite"
    VALIDATED = "validated", "Validée"


class PieceState(TextChoices):
    """Where a document that the call asks for stands."""

    RECEIVED = "received", "Reçue"
    SCANNED = "scanned", "Reçue, examinée"
    WAITING = "waiting", "Reçue, examen en cours"
    INFECTED = "infected", "Infectée, à renvoyer"
    PROMISED = "promised", "Promise"
    LATE = "late", "Promise, en retard"
    WAIVED = "waived", "Dispensée"
    MISSING = "missing", "Manquante"
    OPTIONAL = "optional", "Facultative, non jointe"


class Received(TextChoices):
    """Whether an earlier bilan came, as the ministry's form asks it (domain, section 3)."""

    YES = "yes", "Reçu"
    NO = "no", "Non reçu"
    NONE = "none", "Sans objet"


TONES = {
    PieceState.RECEIVED: "ok",
    PieceState.SCANNED: "ok",
    PieceState.WAITING: "wait",
    PieceState.INFECTED: "no",
    PieceState.PROMISED: "wait",
    PieceState.LATE: "no",
    PieceState.WAIVED: "ok",
    PieceState.MISSING: "no",
    PieceState.OPTIONAL: "mute",
    SheetState.TO_WRITE: "todo",
    SheetState.WRITTEN: "wait",
    SheetState.VALIDATED: "ok",
    Opinion.FAVOURABLE: "ok",
    Opinion.RESERVED: "wait",
    Opinion.UNFAVOURABLE: "no",
}
