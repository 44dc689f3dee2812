"""What the code of a refusal means, in French, and whether the box itself is at fault. Pure.

RFC 3463 gives the codes « 5.1.1 »; RFC 5321 (4.2) the older three digits.
"""

import re

ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"\b([245]\d\d)\b")
HARD = re.compile(r"5\.1\.(0|1|2|3|6|10)|5\.2\.1|5\.0\.0")
HARD_REPLIES = {"550", "551", "553"}
REASONS = (
    (r"5\.1\.(0|1|6)", "cette boîte aux lettres n’existe pas"),
    (r"5\.1\.(2|10)|5\.4\.4", "ce qui suit l’arobase ne reçoit pas de courriel"),
    (r"5\.1\.3", "l’adresse est mal écrite"),
    (r"5\.2\.1", "cette boîte aux lettres est fermée"),
    (r"[45]\.2\.2", "cette boîte aux lettres est pleine"),
    (r"[45]\.2\.3|[45]\.3\.4", "le message est trop lourd pour cette boîte"),
    (r"[45]\.4\.7", "le serveur du destinataire n’a pas répondu pendant des jours"),
    (r"[45]\.7\.\d+", "le serveur du destinataire a refusé le message comme indésirable"),
    (r"550|551|553", "cette boîte aux lettres n’existe pas, ou ne nous accepte pas"),
    (r"552", "cette boîte aux lettres est pleine"),
    (r"554|556", "le serveur du destinataire a refusé le message"),
    (r"4\d\d|4\.\d+\.\d+", "le serveur du destinataire demande d’attendre"),
    (r"5\d\d|5\.\d+\.\d+", "le serveur du destinataire a refusé le message"),
)


def status_in(text: str) -> str:
    """« 5.1.1 » where the server says it, else its three digits, else nothing."""
    if found := ENHANCED.search(text):
        return found[0]
    found = REPLY.search(text)
    return found[0] if found else ""


def is_hard(status: str) -> bool:
    """Whether the box does not exist or is closed, rather than full, wary or late."""
    return bool(HARD.fullmatch(status)) or status in HARD_REPLIES


def reason_of(status: str) -> str:
    """Why, in a few words; nothing for a status that says nothing."""
    return next((words for form, words in REASONS if re.fullmatch(form, status)), "")


def told(last_error: str) -> str:
    """What `OutboxMessage.last_error` means for somebody who is no technician."""
    if not last_error:
        return ""
    if reason := reason_of(status_in(last_error)):
        return f"{reason[0].upper()}{reason[1:]} (code {status_in(last_error)})."
    for name, words in TROUBLES.items():
        if name in last_error:
            return words
    return "L’envoi a échoué pour une raison technique ; il sera retenté."


TROUBLES = {
    "Timeout": "Notre serveur d’envoi n’a pas répondu à temps.",
    "ConnectionRefused": "Notre serveur d’envoi ne répondait pas.",
    "ServerDisconnected": "Notre serveur d’envoi a coupé la conversation.",
    "Authentication": "Notre serveur d’envoi a refusé notre mot de passe.",
    "gaierror": "Notre serveur d’envoi est introuvable.",
    "NoWords": "Le texte a été effacé : il ne peut plus être renvoyé.",
}
