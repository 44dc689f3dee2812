"""Who may do what, in which state: the one permission table, as data.

`core.access` applies it, the tests enumerate it, `manage.py print_permissions` prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = {
    "anonymous": "Public",
    "signed_in": "Personne connectée",
    "holder_representative": "Porteur, représente",
    "holder_editor": "Porteur, écrit",
    "holder_reader": "Porteur, lit",
    "coordination": "Coordination",
    "drac": "DRAC",
    "region": "Région",
    "committee": "Comité",
    "national": "National",
}

ANY = None
"""A grant that holds whatever the state of the object."""

EVERYONE = dict.fromkeys(ROLES, ANY)
SIGNED_IN = {"signed_in": ANY}
MEMBERS = dict.fromkeys(("holder_representative", "holder_editor", "holder_reader"), ANY)
WRITERS = dict.fromkeys(("holder_representative", "holder_editor"), ANY)
REPRESENTATIVE = {"holder_representative": ANY}
COORDINATION = {"coordination": ANY}
DESK = dict.fromkeys(("coordination", "drac", "region"), ANY)

OPEN = frozenset({"draft", "withdrawn"})
ABANDONED = frozenset({"abandoned"})
FILED = frozenset({"submitted"})


@dataclass(frozen=True)
class Permission:
    """One line: `grants` maps a role to the states in which it may, or to ANY.

    `on` names the object whose roles count; without it the permission holds for the platform, and
    the roles are all those the person has somewhere.
    """

    code: str
    label: str
    on: str = ""
    grants: Mapping[str, frozenset[str] | None] = field(default_factory=dict)


def _in(states, *roles):
    return dict.fromkeys(roles, states)


READ_DOSSIER = MEMBERS | COORDINATION | _in(FILED, "drac", "region", "committee")
WRITE_DOSSIER = _in(OPEN, "holder_representative", "holder_editor")

PERMISSIONS = (
    Permission("public", "Lire les pages publiques", grants=EVERYONE),
    Permission("account", "Tenir son propre compte", grants=SIGNED_IN),
    Permission("demo", "Visiter la démonstration", grants=EVERYONE),
    Permission("edition.read", "Lire un appel à projets", grants=EVERYONE),
    Permission("film.read", "Consulter le catalogue de films", grants=EVERYONE),
    Permission("commune.search", "Chercher une commune", grants=EVERYONE),
    Permission("contact.create", "Écrire à une coordination", grants=EVERYONE),
    Permission("structure.list", "Voir ses structures", grants=SIGNED_IN),
    Permission("structure.own", "Trouver ses structures au menu", grants=MEMBERS),
    Permission("structure.create", "Enregistrer sa structure", grants=SIGNED_IN),
    Permission("structure.join", "Demander à rejoindre une structure", grants=SIGNED_IN),
    Permission("structure.read", "Lire la fiche", "structure", MEMBERS | DESK),
    Permission("structure.edit", "Corriger la fiche", "structure", WRITERS),
    Permission("structure.members", "Tenir la liste des membres", "structure", REPRESENTATIVE),
    Permission("structure.verify", "Vérifier le SIRET", "structure", COORDINATION),
    Permission("dossier.list", "Voir ses dossiers", grants=SIGNED_IN),
    Permission("dossier.create", "Ouvrir un dossier", "structure", WRITERS),
    Permission("dossier.read", "Lire le dossier", "dossier", READ_DOSSIER),
    Permission("dossier.print", "Imprimer le dossier", "dossier", READ_DOSSIER),
    Permission("dossier.edit", "Écrire le dossier", "dossier", WRITE_DOSSIER),
    Permission(
        "dossier.abandon",
        "Abandonner le dossier",
        "dossier",
        _in(OPEN, "holder_representative"),
    ),
    Permission(
        "dossier.resume",
        "Reprendre un dossier abandonné",
        "dossier",
        _in(ABANDONED, "holder_representative"),
    ),
    Permission(
        "dossier.submit",
        "Déposer le dossier",
        "dossier",
        _in(OPEN, "holder_representative"),
    ),
    Permission(
        "dossier.withdraw",
        "Retirer le dossier",
        "dossier",
        _in(FILED, "holder_representative"),
    ),
    Permission("dossier.receipt", "Lire le récépissé", "dossier", READ_DOSSIER),
    Permission("dossier.desk", "Lire le dossier au bureau", "dossier", COORDINATION),
    Permission("dossier.waive", "Dispenser d’une condition", "dossier", COORDINATION),
    Permission("dossier.confirm", "Trancher un point à confirmer", "dossier", COORDINATION),
    Permission("document.read", "Télécharger une pièce", "dossier", READ_DOSSIER),
    Permission("document.upload", "Joindre une pièce", "dossier", WRITE_DOSSIER),
    Permission(
        "document.send_later",
        "Envoyer le bilan après le dépôt",
        "dossier",
        _in(FILED, "holder_representative", "holder_editor"),
    ),
    Permission("document.remove", "Retirer une pièce", "dossier", WRITE_DOSSIER),
    Permission("desk.read", "Ouvrir le bureau", grants=DESK),
    Permission("contact.read", "Lire le registre des prises de contact", grants=COORDINATION),
    Permission("contact.record", "Noter une prise de contact", grants=COORDINATION),
)
