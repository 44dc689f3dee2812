"""The life of a sitting, and what a seat is."""

from django.db.models import TextChoices


class State(TextChoices):
    PREPARING = "preparing", "En préparation"
    READING = "reading", "Lecture"
    DELIBERATING = "deliberating", "Délibération"
    ENDED = "ended", "Terminée"


TONES = {State.READING: "todo", State.DELIBERATING: "coord", State.ENDED: "ok"}


class SeatRole(TextChoices):
    """An observer hears and reads, and counts for nothing."""

    PRESIDENT = "president", "Préside"
    MEMBER = "member", "Membre"
    OBSERVER = "observer", "Observe"


class Answer(TextChoices):
    ACCEPTED = "accepted", "Vient"
    DECLINED = "declined", "Ne vient pas"


class Verdict(TextChoices):
    GRANTED = "granted", "Accord"
    DECLINED = "declined", "Refus"
    WAITING = "waiting", "Liste d’attente"


class Shown(TextChoices):
    """Until the sitting deliberates, whose marks a reader knows."""

    ALONE = "alone", "Les siennes seules"
    AFTER_MINE = "after_mine", "Celles d’un dossier, une fois les siennes rendues"
    OPEN = "open", "Toutes, dès qu’elles sont rendues"


class Search(TextChoices):
    """Where the proposal asked for a scenario is."""

    WAITING = "waiting", "En calcul"
    DONE = "done", "Calculée"
    FAILED = "failed", "Interrompue"


class Choice(TextChoices):
    """What a voice says."""

    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTAINS = "abstains", "S’abstient"


class Outcome(TextChoices):
    ADOPTED = "adopted", "Adopté"
    REJECTED = "rejected", "Rejeté"
    TIED = "tied", "Partage des voix"


class Making(TextChoices):
    """Where a copy of the file of a sitting is."""

    WAITING = "waiting", "En préparation"
    DONE = "done", "Prêt"
    FAILED = "failed", "Interrompu"


class LetterState(TextChoices):
    """Where a letter being prepared is."""

    WAITING = "waiting", "À préparer"
    READY = "ready", "Prête"
    FAILED = "failed", "Pas faite"
