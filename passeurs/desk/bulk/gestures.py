"""What may be done to many dossiers, each under the permission it takes in one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid5

from passeurs.accounts.models import User
from passeurs.core.merging import merge
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.messages import write_message
from passeurs.dossiers.actions.requests import ask_document
from passeurs.dossiers.enums import Side
from passeurs.dossiers.merge_fields import values_of
from passeurs.dossiers.models import Dossier
from passeurs.instruction.actions import admission

from ..actions.dockets import assign, put_label, take_label
from ..enums import JobKind
from ..models import Job
from .paper import print_one

NO_AGENT = "Cette personne n’est plus là : choisissez-en une autre."


@dataclass(frozen=True)
class Gesture:
    """One thing that may be done: `code` is the permission in the dossier, asked for each anew.

    `is_effect` is false where nothing of the dossier changes. `done` is how a report counts it.
    """

    kind: JobKind
    title: str
    lead: str
    code: str
    done: str
    do: Callable[[Job, Dossier, datetime], None]
    is_effect: bool = True


def _assign(job: Job, dossier: Dossier, at: datetime) -> None:
    agent = job.options.get("agent")
    person = User.objects.filter(pk=agent, is_active=True).first() if agent else None
    if agent and not person:
        raise Refused(NO_AGENT)
    assign([dossier], person, by=job.owner, at=at)


def _label(job: Job, dossier: Dossier, at: datetime) -> None:
    put_label([dossier], job.options["label"], by=job.owner, at=at)


def _unlabel(job: Job, dossier: Dossier, at: datetime) -> None:
    take_label([dossier], job.options["label"], by=job.owner, at=at)


def _message(job: Job, dossier: Dossier, at: datetime) -> None:
    text = merge(job.options["text"], values_of(dossier))
    key = uuid5(job.pk, str(dossier.pk))
    write_message(dossier, text, side=Side.COORDINATION, key=key, by=job.owner, at=at)


def _document(job: Job, dossier: Dossier, at: datetime) -> None:
    told = job.options
    ask_document(
        dossier,
        label=told["label"],
        words=merge(told["words"], values_of(dossier)),
        due_on=date.fromisoformat(told["due_on"]),
        key=uuid5(job.pk, str(dossier.pk)),
        by=job.owner,
        at=at,
    )


def _admit(job: Job, dossier: Dossier, at: datetime) -> None:
    admission.admit(dossier, by=job.owner, at=at)


def _refuse(job: Job, dossier: Dossier, at: datetime) -> None:
    values = values_of(dossier)
    told = {name: merge(job.options[name], values) for name in ("reason", "appeal")}
    reasons = [told["reason"]]
    admission.refuse(dossier, reasons=reasons, appeal=told["appeal"], by=job.owner, at=at)


GESTURES = {
    gesture.kind: gesture
    for gesture in (
        Gesture(
            JobKind.ASSIGN,
            "Attribuer le suivi",
            "La personne choisie suivra chacun de ces dossiers.",
            "dossier.desk",
            "attribué",
            _assign,
        ),
        Gesture(
            JobKind.LABEL,
            "Poser une étiquette",
            "L’étiquette s’ajoute à celles que chaque dossier porte déjà.",
            "dossier.desk",
            "étiqueté",
            _label,
        ),
        Gesture(
            JobKind.UNLABEL,
            "Ôter une étiquette",
            "Les autres étiquettes restent.",
            "dossier.desk",
            "sans cette étiquette",
            _unlabel,
        ),
        Gesture(
            JobKind.MESSAGE,
            "Écrire un message",
            "Chaque porteur le lit dans les échanges de son dossier, et par e-mail, à son nom.",
            "message.write",
            "message écrit",
            _message,
        ),
        Gesture(
            JobKind.DOCUMENT,
            "Demander une pièce",
            "Chaque porteur l’envoie depuis son dossier, même déposé ; vous suivez les retards.",
            "document.ask",
            "pièce demandée",
            _document,
        ),
        Gesture(
            JobKind.ADMIT,
            "Dire recevables",
            "Un dossier que quelque chose retient encore sera laissé tel quel, et dira quoi.",
            "dossier.admit",
            "dit recevable",
            _admit,
        ),
        Gesture(
            JobKind.REFUSE,
            "Dire irrecevables",
            "Chaque porteur reçoit la décision, son motif et la façon de la contester.",
            "dossier.admit",
            "dit irrecevable",
            _refuse,
        ),
        Gesture(
            JobKind.PAPER,
            "Imprimer en PDF",
            "Un PDF par dossier, tel qu’il a été déposé ou tel qu’il est, dans une archive.",
            "dossier.print",
            "imprimé",
            print_one,
            is_effect=False,
        ),
    )
}
