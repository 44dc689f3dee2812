"""The e-mails and letters of an edition: what may be merged in each, the usual words of each.

The body is Markdown in a letter, and plain text in an e-mail. What the law asks of a decision (its
reasons, how to contest it) is added by the platform around these words, never left to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from passeurs.calls.enums import WordingKind

OF_A_DOSSIER = {
    "porteur": "le nom de la structure qui porte le projet",
    "représentant": "le prénom et le nom de qui représente la structure",
    "commune": "la commune de la structure",
    "titre": "le titre du projet",
    "référence": "le numéro du dossier",
    "montant demandé": "ce que le projet demande à la DRAC, en euros",
    "édition": "le titre de l’appel à projets",
    "année": "l’année de l’appel à projets",
    "clôture": "le jour et l’heure de la clôture du dépôt",
    "dépôt": "le jour du dépôt du dossier",
    "coordination": "le nom de la coordination",
    "adresse de la coordination": "l’adresse e-mail de la coordination",
    "lien": "l’adresse du dossier sur la plateforme",
}
OF_A_KIND: dict[str, dict[str, str]] = {
    WordingKind.FILED: {"récépissé": "le numéro du récépissé"},
    WordingKind.INADMISSIBLE: {"motifs": "les motifs de la décision"},
    WordingKind.CORRECTION: {
        "corrections": "ce qui est à corriger, point par point",
        "date limite": "le jour et l’heure jusqu’où l’on corrige",
    },
    WordingKind.GRANTED: {"montant accordé": "la somme accordée, en euros"},
    WordingKind.DECLINED: {"motifs": "les motifs de la décision"},
    WordingKind.NOTIFICATION: {
        "décision": "accord, refus ou liste d’attente",
        "montant accordé": "la somme accordée, en euros",
    },
}
SAMPLE = {
    "porteur": "Les Ateliers du Lot",
    "représentant": "Claire Vidal",
    "commune": "Cahors (46)",
    "titre": "Les nuits de Terre Rouge",
    "référence": "EXEMPLE-0012",
    "montant demandé": "4\N{NARROW NO-BREAK SPACE}800\N{NO-BREAK SPACE}€",
    "édition": "Passeurs d’images",
    "année": "2027",
    "clôture": "samedi 30 janvier 2027 à 23\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}59",
    "dépôt": "12 janvier 2027",
    "coordination": "La coordination régionale",
    "adresse de la coordination": "coordination@exemple.fr",
    "lien": "https://exemple.fr/dossiers/12/",
    "récépissé": "EXEMPLE-0012-R1",
    "motifs": "Le dossier est arrivé après la clôture.",
    "corrections": "Le budget\N{NO-BREAK SPACE}: les charges ne sont pas égales aux produits.",
    "date limite": "vendredi 12 février 2027 à 18\N{NO-BREAK SPACE}h",
    "montant accordé": "4\N{NARROW NO-BREAK SPACE}500\N{NO-BREAK SPACE}€",
    "décision": "accord",
}
CLOSING = "\n\nPour nous joindre : {adresse de la coordination}.\n\n{coordination}"
USUAL: dict[str, tuple[str, str]] = {
    WordingKind.FILED: (
        "Dossier déposé : {titre}",
        (
            "Bonjour {représentant},\n\nLe dossier « {titre} » est déposé pour {édition}. Son "
            "récépissé, {récépissé}, est joint à ce message."
        ),
    ),
    WordingKind.ADMISSIBLE: (
        "Dossier recevable : {titre}",
        (
            "Bonjour {représentant},\n\nLe dossier « {titre} », déposé le {dépôt} pour {édition}, "
            "est recevable. Il sera examiné par le comité ; cela ne préjuge pas de sa réponse."
        ),
    ),
    WordingKind.INADMISSIBLE: (
        "Dossier irrecevable : {titre}",
        (
            "Bonjour {représentant},\n\nLe dossier « {titre} », déposé le {dépôt} pour {édition}, "
            "n’est pas recevable : il ne sera pas examiné par le comité."
        ),
    ),
    WordingKind.CORRECTION: (
        "À corriger avant le {date limite} : {titre}",
        (
            "Bonjour {représentant},\n\nVotre dossier « {titre} » est à corriger sur ce qui suit, "
            "jusqu’au {date limite} :\n\n{corrections}"
        ),
    ),
    WordingKind.GRANTED: (
        "Votre projet est soutenu : {titre}",
        (
            "Bonjour {représentant},\n\nLe comité a retenu « {titre} ». Une aide de "
            "{montant accordé} lui est accordée pour {édition}."
        ),
    ),
    WordingKind.DECLINED: (
        "Réponse du comité : {titre}",
        (
            "Bonjour {représentant},\n\nLe comité n’a pas retenu « {titre} » pour {édition}.\n\n"
            "{motifs}"
        ),
    ),
    WordingKind.WAITING: (
        "Réponse du comité : {titre}, sur liste d’attente",
        (
            "Bonjour {représentant},\n\nLe comité a placé « {titre} » sur liste d’attente pour "
            "{édition}. Nous vous écrirons si une aide se libère."
        ),
    ),
    WordingKind.NOTIFICATION: (
        "Notification de décision : {référence}",
        (
            "{représentant},\n\nPar la présente, {coordination} vous notifie la décision prise "
            "sur le projet « {titre} » porté par {porteur} : {décision}.\n\n"
            "Somme accordée : {montant accordé}."
        ),
    ),
}


@dataclass(frozen=True)
class Words:
    """A subject and a body with their merge fields; `is_own` when the edition wrote them."""

    kind: str
    subject: str
    body: str
    is_own: bool


def fields_of(kind: str) -> dict[str, str]:
    """What may be merged into a text of that kind, with what each stands for."""
    return OF_A_DOSSIER | OF_A_KIND.get(kind, {})


def usual(kind: str) -> Words:
    subject, body = USUAL[kind]
    return Words(kind, subject, body + CLOSING, is_own=False)


def words_of(document: Mapping[str, Any], kind: str) -> Words:
    """The words of an edition document for an occasion, else the usual ones."""
    for row in document.get("wordings", ()):
        if row["kind"] == kind:
            return Words(kind, row["subject"], row["body"], is_own=True)
    return usual(kind)
