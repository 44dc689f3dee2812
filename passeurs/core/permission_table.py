"""Who may do what, in which state: the one permission table, as data.

`core.access` applies it, the tests enumerate it, `manage.py print_permissions` prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = {
    "anonymous": "Public",
    "signed_in": "Personne connectée",
    "holder_representative": "Porteur, représente",
    "holder_delegate": "Porteur, délégué",
    "holder_editor": "Porteur, écrit",
    "holder_reader": "Porteur, lit",
    "coordination": "Coordination",
    "coordination_typist": "Coordination, saisit pour le porteur",
    "drac": "DRAC",
    "region": "Région",
    "committee": "Comité",
    "recused": "Écarté du dossier",
    "sitting_member": "Séance, siège",
    "sitting_observer": "Séance, observe",
    "sitting_funder": "Séance, finance",
    "sitting_president": "Séance, préside",
    "sitting_publisher": "Séance, publie",
    "national": "National",
    "administrator": "Administrateur",
}

ANY = None
"""A grant that holds whatever the state of the object."""

EVERYONE = dict.fromkeys(ROLES, ANY)
SIGNED_IN = {"signed_in": ANY}
MEMBERS = dict.fromkeys(("holder_representative", "holder_editor", "holder_reader"), ANY)
TEAM = MEMBERS | {"holder_delegate": ANY}
"""Those of a dossier: its structure's members, and the people of that dossier alone."""
WRITERS = dict.fromkeys(("holder_representative", "holder_editor"), ANY)
REPRESENTATIVE = {"holder_representative": ANY}
COORDINATION = {"coordination": ANY}
ADMINISTRATOR = {"administrator": ANY}
DESK = dict.fromkeys(("coordination", "drac", "region"), ANY)
SITTING = DESK | {"committee": ANY}
PRESIDING = {"sitting_president": ANY}
SEATED = dict.fromkeys(("sitting_member", "sitting_observer"), ANY)

ENDED = frozenset({"ended"})
PREPARED = frozenset({"reading", "deliberating", "ended"})

OPEN = frozenset({"draft", "withdrawn"})
ABANDONED = frozenset({"abandoned"})
CHECKED = frozenset({"submitted", "admissible", "inadmissible"})
DECIDED = frozenset({"granted", "declined", "waiting", "renounced"})
"""What the committee said has been told."""
FILED = CHECKED | DECIDED
STANDING = frozenset({"submitted", "admissible"})
"""Filed, and nothing decided against it: what its holder may still take back, or correct."""
AFOOT = STANDING | {"granted", "waiting"}
"""Neither refused nor given up: what its holder may still complete."""
PRIVATE = frozenset({"private"})


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


READ_DOSSIER = TEAM | COORDINATION | _in(FILED, "drac", "region", "committee")
SHARING = _in(frozenset({"preparing", "reading", "deliberating"}), "coordination") | _in(
    frozenset({"reading", "deliberating"}), "sitting_funder"
)
WRITE_DOSSIER = _in(OPEN, "holder_representative", "holder_delegate", "holder_editor")
FILERS = ("holder_representative", "holder_delegate")
TYPED = WRITE_DOSSIER | _in(OPEN, "coordination_typist")
"""Written by the holder's team, or in its stead while a typing session lasts."""

PERMISSIONS = (
    Permission("public", "Lire les pages publiques", grants=EVERYONE),
    Permission("account", "Tenir son propre compte", grants=SIGNED_IN),
    Permission("demo", "Visiter la démonstration", grants=EVERYONE),
    Permission("edition.read", "Lire un appel à projets", grants=EVERYONE),
    Permission("film.read", "Consulter le catalogue de films", grants=EVERYONE),
    Permission("film.wish", "Proposer un film pour une liste", grants=MEMBERS),
    Permission("film.import", "Tenir les listes de films d’une édition", grants=COORDINATION),
    Permission("film.answer", "Répondre aux souhaits de films", grants=COORDINATION),
    Permission("commune.search", "Chercher une commune", grants=EVERYONE),
    Permission("address.search", "Chercher une adresse", grants=SIGNED_IN),
    Permission(
        "territory.import", "Importer les référentiels", grants=ADMINISTRATOR | {"national": ANY}
    ),
    Permission("contact.create", "Écrire à une coordination", grants=EVERYONE),
    Permission("network.read", "Consulter les annuaires", grants=EVERYONE),
    Permission("practitioner.register", "S’inscrire comme intervenant", grants=EVERYONE),
    Permission("practitioner.link", "Tenir sa fiche par le lien reçu", grants=EVERYONE),
    Permission("practitioner.own", "Tenir sa fiche depuis son compte", grants=SIGNED_IN),
    Permission("practitioner.create", "Garder une fiche", grants=WRITERS | COORDINATION),
    Permission(
        "practitioner.read", "Lire toute la fiche, CV compris", "fiche", MEMBERS | COORDINATION
    ),
    Permission(
        "practitioner.edit",
        "Corriger une fiche sans accord",
        "fiche",
        _in(PRIVATE, "holder_representative", "holder_editor", "coordination"),
    ),
    Permission("practitioner.review", "Relire, réunir les fiches", "fiche", COORDINATION),
    Permission("practitioner.desk", "Voir les intervenants de sa région", grants=COORDINATION),
    Permission("venue.desk", "Tenir les salles de sa région", grants=COORDINATION),
    Permission("venue.edit", "Corriger une salle", "salle", COORDINATION),
    Permission("structure.list", "Voir ses structures", grants=SIGNED_IN),
    Permission("structure.own", "Trouver ses structures au menu", grants=MEMBERS),
    Permission("structure.create", "Enregistrer sa structure", grants=SIGNED_IN),
    Permission("structure.join", "Demander à rejoindre une structure", grants=SIGNED_IN),
    Permission("structure.read", "Lire la fiche", "structure", MEMBERS | DESK),
    Permission("structure.edit", "Corriger la fiche", "structure", WRITERS),
    Permission("structure.members", "Tenir la liste des membres", "structure", REPRESENTATIVE),
    Permission("structure.leave", "Quitter la structure", "structure", MEMBERS),
    Permission("structure.give", "Confier une structure délaissée", "structure", COORDINATION),
    Permission("structure.merge", "Fondre un doublon", "structure", COORDINATION),
    Permission("invitation.answer", "Répondre à une invitation", grants=SIGNED_IN),
    Permission("structure.verify", "Vérifier le SIRET", "structure", COORDINATION),
    Permission("dossier.list", "Voir ses dossiers", grants=SIGNED_IN),
    Permission("dossier.create", "Ouvrir un dossier", "structure", WRITERS),
    Permission("dossier.read", "Lire le dossier", "dossier", READ_DOSSIER),
    Permission(
        "dossier.presence",
        "Voir qui est dans le dossier",
        "dossier",
        TEAM | {"coordination_typist": ANY},
    ),
    Permission("dossier.history", "Lire l’historique et comparer", "dossier", TEAM | COORDINATION),
    Permission("dossier.print", "Imprimer le dossier", "dossier", READ_DOSSIER),
    Permission("message.read", "Lire les échanges du dossier", "dossier", TEAM | COORDINATION),
    Permission(
        "message.write",
        "Écrire à l’autre côté du dossier",
        "dossier",
        WRITERS | COORDINATION | {"holder_delegate": ANY},
    ),
    Permission("partner.invite", "Inviter un partenaire à confirmer", "dossier", WRITE_DOSSIER),
    Permission("partner.answer", "Répondre comme partenaire, par son lien", grants=EVERYONE),
    Permission("dossier.edit", "Écrire le dossier", "dossier", TYPED),
    Permission("dossier.type_for", "Saisir pour le porteur", "dossier", _in(OPEN, "coordination")),
    Permission(
        "dossier.confirm_typed",
        "Confirmer ce qui a été saisi pour soi",
        "dossier",
        _in(OPEN, *FILERS),
    ),
    Permission("dossier.start_for", "Ouvrir un dossier pour une structure", grants=COORDINATION),
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
        _in(OPEN, *FILERS),
    ),
    Permission(
        "dossier.withdraw",
        "Retirer le dossier",
        "dossier",
        _in(STANDING, *FILERS),
    ),
    Permission("dossier.team", "Voir l’équipe du dossier", "dossier", TEAM | COORDINATION),
    Permission("dossier.team_keep", "Tenir l’équipe du dossier", "dossier", REPRESENTATIVE),
    Permission("dossier.leave", "Quitter le dossier", "dossier", TEAM),
    Permission(
        "dossier.tell_ready",
        "Prévenir que le dossier est prêt",
        "dossier",
        _in(OPEN, "holder_representative", "holder_delegate", "holder_editor", "holder_reader"),
    ),
    Permission("dossier.receipt", "Lire le récépissé", "dossier", READ_DOSSIER),
    Permission(
        "dossier.admission", "Lire la décision de recevabilité", "dossier", TEAM | COORDINATION
    ),
    Permission(
        "award.read", "Lire la décision du comité et sa lettre", "dossier", TEAM | COORDINATION
    ),
    Permission(
        "award.renounce",
        "Renoncer à ce qui est accordé, ou à sa place en attente",
        "dossier",
        _in(frozenset({"granted", "waiting"}), *FILERS),
    ),
    Permission(
        "dossier.check", "Pointer les pièces et le bilan", "dossier", _in(FILED, "coordination")
    ),
    Permission("dossier.admit", "Dire la recevabilité", "dossier", _in(CHECKED, "coordination")),
    Permission("dossier.desk", "Lire le dossier au bureau", "dossier", COORDINATION),
    Permission(
        "recusal.declare",
        "Déclarer un lien avec le dossier",
        "dossier",
        _in(FILED, "coordination", "drac", "region", "committee"),
    ),
    Permission("recusal.keep", "Tenir les déports du dossier", "dossier", COORDINATION),
    Permission(
        "practitioner.propose",
        "Proposer un intervenant pour une action",
        "dossier",
        _in(OPEN, "coordination"),
    ),
    Permission("dossier.waive", "Dispenser d’une condition", "dossier", COORDINATION),
    Permission("dossier.confirm", "Trancher un point à confirmer", "dossier", COORDINATION),
    Permission("file.send", "Envoyer un fichier par morceaux", grants=SIGNED_IN),
    Permission("document.read", "Télécharger une pièce", "dossier", READ_DOSSIER),
    Permission("document.upload", "Joindre une pièce", "dossier", TYPED),
    Permission(
        "document.send_later",
        "Envoyer le bilan après le dépôt",
        "dossier",
        _in(AFOOT, *FILERS, "holder_editor"),
    ),
    Permission(
        "document.requests", "Lire les pièces demandées en plus", "dossier", TEAM | COORDINATION
    ),
    Permission("document.ask", "Demander une pièce", "dossier", COORDINATION),
    Permission(
        "document.answer",
        "Envoyer une pièce demandée",
        "dossier",
        WRITERS | {"holder_delegate": ANY},
    ),
    Permission("correction.read", "Lire les corrections demandées", "dossier", TEAM | COORDINATION),
    Permission(
        "correction.answer",
        "Corriger un champ rouvert",
        "dossier",
        _in(STANDING, *FILERS, "holder_editor"),
    ),
    Permission("correction.return", "Renvoyer ses corrections", "dossier", _in(STANDING, *FILERS)),
    Permission(
        "correction.ask", "Demander une correction", "dossier", _in(STANDING, "coordination")
    ),
    Permission("document.remove", "Retirer une pièce", "dossier", TYPED),
    Permission("edition.manage", "Préparer et ouvrir une édition", "édition", COORDINATION),
    Permission("edition.list", "Voir les éditions de sa région", grants=COORDINATION),
    Permission("team.list", "Trouver l’équipe de sa région", grants=COORDINATION),
    Permission("team.keep", "Tenir l’équipe de sa coordination", "coordination", COORDINATION),
    Permission("look.find", "Trouver l’identité de sa coordination", grants=COORDINATION),
    Permission("look.keep", "Tenir l’identité de sa coordination", "coordination", COORDINATION),
    Permission(
        "coordination.create",
        "Créer une coordination, tenir l’équipe nationale",
        grants=ADMINISTRATOR | {"national": ANY},
    ),
    Permission("desk.read", "Ouvrir le bureau", grants=DESK),
    Permission("dossier.export", "Exporter les dossiers de la région", grants=COORDINATION),
    Permission("docket.keep", "Suivre, étiqueter, garder des vues", grants=COORDINATION),
    Permission("template.keep", "Tenir les modèles de réponse", grants=COORDINATION),
    Permission("job.run", "Agir sur plusieurs dossiers à la fois", grants=COORDINATION),
    Permission("sheet.read", "Lire la fiche d’instruction", "dossier", COORDINATION),
    Permission(
        "sheet.write", "Écrire la fiche d’instruction", "dossier", _in(FILED, "coordination")
    ),
    Permission("opinion.read", "Lire les avis partagés", grants=COORDINATION | {"drac": ANY}),
    Permission("sitting.list", "Trouver ses séances", grants=SITTING),
    Permission("sitting.desk", "Préparer les séances de sa région", grants=COORDINATION),
    Permission("sitting.keep", "Tenir une séance", "séance", COORDINATION),
    Permission("sitting.read", "Lire une séance", "séance", COORDINATION | SEATED),
    Permission(
        "sitting.answer",
        "Dire si l’on vient",
        "séance",
        _in(frozenset({"preparing", "reading", "deliberating"}), *SEATED),
    ),
    Permission(
        "reading.read",
        "Lire les dossiers d’une séance",
        "séance",
        _in(PREPARED, "coordination", *SEATED),
    ),
    Permission(
        "reading.write",
        "Noter un dossier de la séance",
        "séance",
        _in(frozenset({"reading"}), "sitting_member"),
    ),
    Permission("envelope.keep", "Fixer les enveloppes d’une séance", "séance", COORDINATION),
    Permission(
        "scenario.list",
        "Lire les scénarios partagés d’une séance",
        "séance",
        COORDINATION | _in(PREPARED, *SEATED),
    ),
    Permission("scenario.make", "Préparer un scénario", "séance", SHARING),
    Permission(
        "scenario.read",
        "Lire un scénario",
        "scénario",
        COORDINATION | _in(PREPARED, *SEATED),
    ),
    Permission("scenario.write", "Changer un scénario", "scénario", SHARING),
    Permission(
        "sitting.figures",
        "Lire les chiffres d’une séance",
        "séance",
        COORDINATION | _in(PREPARED, *SEATED),
    ),
    Permission(
        "sitting.file",
        "Emporter le dossier de séance",
        "séance",
        COORDINATION | _in(PREPARED, *SEATED),
    ),
    Permission("session.read", "Suivre une séance", "séance", COORDINATION | SEATED),
    Permission("session.keep", "Conduire une séance", "séance", COORDINATION | PRESIDING),
    Permission("session.vote", "Voter en séance", "séance", {"sitting_member": ANY}),
    Permission("minutes.read", "Lire le procès-verbal", "séance", COORDINATION | SEATED),
    Permission(
        "minutes.make",
        "Établir le procès-verbal",
        "séance",
        _in(frozenset({"ended"}), "coordination", "sitting_president"),
    ),
    Permission(
        "decision.amend",
        "Noter une décision après la séance, avant sa publication",
        "séance",
        _in(ENDED, "coordination", "sitting_president"),
    ),
    Permission(
        "letter.read",
        "Lire les lettres d’une séance",
        "séance",
        _in(ENDED, "coordination", "sitting_publisher"),
    ),
    Permission(
        "letter.prepare",
        "Préparer, relire, renvoyer les lettres d’une séance",
        "séance",
        _in(ENDED, "coordination", "sitting_publisher"),
    ),
    Permission(
        "decision.publish",
        "Publier les décisions d’une séance",
        "séance",
        _in(ENDED, "sitting_publisher"),
    ),
    Permission("minutes.approve", "Approuver le procès-verbal", "séance", PRESIDING),
    Permission("event.read", "Lire les rencontres", grants=EVERYONE),
    Permission("event.register", "S’inscrire à une rencontre", grants=SIGNED_IN),
    Permission("event.desk", "Préparer les rencontres de sa région", grants=COORDINATION),
    Permission("event.keep", "Tenir une rencontre et ses inscriptions", "rencontre", COORDINATION),
    Permission("fee.desk", "Suivre les adhésions à la coordination", grants=COORDINATION),
    Permission("fee.keep", "Tenir une adhésion", "adhésion", COORDINATION),
    Permission("journal.read", "Lire le journal", grants=COORDINATION | ADMINISTRATOR),
    Permission("journal.export", "Emporter le journal", grants=COORDINATION | ADMINISTRATOR),
    Permission("journal.all", "Lire le journal de toutes les régions", grants=ADMINISTRATOR),
    Permission(
        "outbox.read", "Voir les courriels de la région", grants=COORDINATION | ADMINISTRATOR
    ),
    Permission("outbox.keep", "Renvoyer, annuler un courriel", grants=COORDINATION | ADMINISTRATOR),
    Permission("reminder.keep", "Voir et retenir les rappels", grants=COORDINATION),
    Permission("contact.read", "Lire le registre des prises de contact", grants=COORDINATION),
    Permission("contact.record", "Noter une prise de contact", grants=COORDINATION),
)
