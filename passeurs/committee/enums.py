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
