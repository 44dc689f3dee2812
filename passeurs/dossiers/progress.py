"""How far a dossier has come, section by section, for the steps on top of each screen."""

from passeurs.core.typography import plural

from .sections import REVIEW, SCREENS, url_of

WORST_FIRST = ("not_met", "unknown", "to_confirm")
TONES = {"not_met": "no", "unknown": "todo", "to_confirm": "wait"}
WORDS = {
    "not_met": ("point non satisfait", "points non satisfaits"),
    "unknown": ("point à compléter", "points à compléter"),
    "to_confirm": ("point à confirmer", "points à confirmer"),
}


def steps_of(dossier, verdicts, sections):
    """The eight sections and the review, each with its tone and its state in words."""
    steps = [_step(dossier, screen, verdicts, sections[screen.code]) for screen in SCREENS]
    return [*steps, _review_step(dossier, verdicts)]


def _step(dossier, screen, verdicts, section):
    tone, status = _state(screen.code, verdicts, untouched=section.version == 0)
    return {
        "code": screen.code,
        "label": screen.label,
        "url": url_of(dossier, screen.code),
        "tone": tone,
        "status": status,
    }


def _state(code, verdicts, *, untouched):
    mine = [verdict for verdict in verdicts if verdict.section == code]
    for state in WORST_FIRST:
        count = sum(verdict.state == state for verdict in mine)
        if count:
            return TONES[state], plural(count, *WORDS[state])
    return ("mute", "À commencer") if untouched else ("ok", "Rien à redire")


def _review_step(dossier, verdicts):
    tone, status = ("ok", "Déposé") if dossier.is_filed else ("mute", "Pas encore")
    return {
        "code": REVIEW,
        "label": "Relire et déposer",
        "url": url_of(dossier, REVIEW),
        "tone": tone,
        "status": status,
    }


def blocking(verdicts):
    """The verdicts that keep a dossier from being filed."""
    return [v for v in verdicts if v.blocking and v.state in {"not_met", "unknown"}]
