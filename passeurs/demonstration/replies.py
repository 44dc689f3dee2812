"""The reply templates of the demonstration's coordination, as they would be written after a year."""

from passeurs.core.typography import nbsp
from passeurs.desk.actions.templates import count_use, write_template
from passeurs.desk.models import ReplyTemplate

CLOSING = "\n\nBien à vous,\n{coordination}"
REPLIES = (
    (
        "Une pièce manque",
        "Pièces",
        7,
        (
            "Bonjour {représentant},\n\n"
            "Merci pour « {titre} ». En le relisant, je ne trouve pas une pièce que l’appel demande : "
            "[dites laquelle]. Vous pouvez l’ajouter dans la partie « Pièces » du dossier, en PDF ou "
            "en photo lisible, jusqu’au {clôture} :\n\n{lien}\n\n"
            "Si vous ne l’avez pas encore, dites-moi quand vous pensez l’avoir : nous trouverons une "
            "solution."
        ),
    ),
    (
        "Un contact à prendre avant la clôture",
        "Contact préalable",
        5,
        (
            "Bonjour {représentant},\n\n"
            "L’appel demande que nous ayons échangé avant le dépôt : un quart d’heure au téléphone "
            "suffit, et il sert surtout à vous éviter un refus. Quels jours vous conviendraient cette "
            "semaine ou la suivante ? Donnez-moi un numéro, et je vous appelle.\n\n"
            "D’ici là, rien n’est perdu : « {titre} » se garde tout seul, et reste ouvert jusqu’au "
            "{clôture}."
        ),
    ),
    (
        "Un budget à équilibrer",
        "Budget",
        4,
        (
            "Bonjour {représentant},\n\n"
            "Dans le budget de « {titre} », les charges et les produits ne sont pas encore égaux. Le "
            "plus souvent, il manque une contribution en nature, une mise à disposition de salle, ou "
            "la part que vous apportez vous-mêmes. L’écran du budget montre l’écart à mesure que vous "
            "écrivez :\n\n{lien}\n\n"
            "Demande à la DRAC, à ce jour : {montant demandé}. Si vous hésitez sur une ligne, "
            "écrivez-moi ici : nous la regardons ensemble."
        ),
    ),
    (
        "Un partenaire qui n’a pas confirmé",
        "Partenaires",
        2,
        (
            "Bonjour {représentant},\n\n"
            "L’un des partenaires de « {titre} » n’a pas encore confirmé sa part. Le lien qu’il a reçu "
            "ne demande ni compte ni mot de passe : un clic suffit. Vous pouvez le lui renvoyer depuis "
            "la partie « Partenaires », ou corriger son adresse si elle est fausse.\n\n"
            "Sans réponse de lui avant le {clôture}, dites-moi si vous préférez attendre, ou monter "
            "l’action autrement."
        ),
    ),
    (
        "Merci de votre dépôt",
        "Dépôt",
        3,
        (
            "Bonjour {représentant},\n\n"
            "Votre dossier « {titre} » est bien arrivé ; il porte le numéro {référence}. Nous le "
            "lisons, et vous écrirons ici si une pièce manque ou si un passage mérite une précision. "
            "Le comité se réunit ensuite : c’est lui qui décide, et vous aurez sa réponse, avec ses "
            "raisons.\n\n"
            "Merci à {porteur} pour ce projet."
        ),
    ),
)


def load_replies(coordination, agent, *, at):
    """Write them, each used as often as it says."""
    for title, theme, uses, body in REPLIES:
        row = ReplyTemplate(
            coordination=coordination,
            title=title,
            theme=theme,
            body=nbsp(f"{body}{CLOSING}"),
            is_shared=True,
        )
        written = write_template(row, by=agent, at=at)
        for _ in range(uses):
            count_use([written], at=at)
