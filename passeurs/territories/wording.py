"""The reasons of the answers, as French sentences fit for the screen."""

from passeurs.core.typography import NBSP, THIN, number, plural
from passeurs.territories.enums import Answer, Scope


def metres(distance):
    """« 850 m », « 1,2 km »."""
    if distance < 1000:  # noqa: PLR2004 - a kilometre
        return f"{distance}{NBSP}m"
    return f"{number(distance / 1000, decimals=1).removesuffix(',0')}{NBSP}km"


def quoted(text):
    return f"«{NBSP}{text}{NBSP}»"


def quarter(zone):
    return f"{quoted(zone.name)} ({zone.code})"


def vintage_missing(kind, vintage):
    return f"Zonage non chargé{NBSP}: {kind} {vintage}."


def commune_not_loaded(kind, vintage, commune):
    return f"Zonage non chargé{NBSP}: {kind} {vintage} pour {commune}."


def vintage_elsewhere(kind, vintage):
    return f"Zonage non chargé{NBSP}: {kind} {vintage} pour ce lieu, dont la commune est inconnue."


def place_missing():
    return f"Le lieu n’est pas précisé{NBSP}: indiquez l’adresse ou la commune."


def inside(zone):
    return f"Le lieu est dans le quartier prioritaire {quarter(zone)}."


def near_edge(zone, tolerance):
    return (
        f"Le lieu est à moins de {metres(tolerance)} de la limite du quartier prioritaire "
        f"{quarter(zone)}{NBSP}: la coordination tranchera."
    )


def other_commune(zone, commune):
    return (
        f"Le point est dans le quartier prioritaire {quarter(zone)}, que la liste officielle ne "
        f"rattache pas à {commune}{NBSP}: vérifiez l’adresse."
    )


def contour_missing(zone):
    return (
        f"Le contour du quartier prioritaire {quarter(zone)} n’est pas chargé{NBSP}: "
        "le lieu peut s’y trouver."
    )


def outside(zone, distance):
    return (
        f"Le lieu est hors des quartiers prioritaires{THIN}; le plus proche parmi ceux qui sont "
        f"chargés, {quarter(zone)}, est à {metres(distance)}."
    )


def outside_all():
    return "Le lieu est hors des quartiers prioritaires."


def outside_unsure(zone, distance):
    return (
        f"Le lieu est à {metres(distance)} du quartier prioritaire {quarter(zone)}, mais sa "
        f"commune n’est pas connue{NBSP}: précisez-la."
    )


def no_quarter(commune):
    return f"{commune} ne compte aucun quartier prioritaire."


def quarters_in_commune(commune, zones):
    if len(zones) == 1:
        found = f"un quartier prioritaire, {quarter(zones[0])}"
    else:
        found = f"{len(zones)} quartiers prioritaires"
    return f"{commune} compte {found}{NBSP}: précisez l’adresse."


def classed(commune, kind, vintage, label):
    return f"{commune} est classée en {kind} ({vintage}){NBSP}: {quoted(label)}."


def not_classed(commune, kind, vintage):
    return f"{commune} n’est pas classée en {kind} ({vintage})."


def partly_classed(commune, kind, vintage):
    return (
        f"{commune} n’est classée en {kind} ({vintage}) que pour une partie de son territoire"
        f"{NBSP}: la coordination tranchera."
    )


def merged(commune, kind, vintage):
    return (
        f"{commune} réunit d’anciennes communes classées différemment en {kind} ({vintage})"
        f"{NBSP}: la coordination tranchera."
    )


def commune_guessed(commune, kind, vintage):
    return (
        f"La commune n’est pas précisée{THIN}; le classement en {kind} ({vintage}) donné ici est "
        f"celui de la plus proche, {commune}{NBSP}: précisez-la."
    )


def reach(vintage):
    """« QPV 2024 » and how far it goes, as a sentence."""
    told = reach_alone(vintage)
    return f"{vintage}{NBSP}: {told}."


def reach_alone(vintage):
    """How far a vintage goes: « France entière », « 13 départements »."""
    if vintage.scope == Scope.FRANCE:
        return "France entière"
    if vintage.scope == Scope.DEPARTMENTS:
        return plural(len(vintage.codes), "département")
    if vintage.codes:
        return plural(len(vintage.codes), "commune")
    return "aucun département couvert en entier"


def change_told(zoning, before, after):
    """« quartier prioritaire (QPV 2024 : non → QPV 2030 : oui, Les Tilleuls) »."""
    what = "quartier prioritaire" if zoning == "qpv" else "classement rural"
    return f"{what} ({_answer_told(before)} → {_answer_told(after)})"


def _answer_told(finding):
    kind = finding.get("kind", "QPV")
    answer = Answer(finding["answer"]).label.lower()
    detail = finding.get("class") or finding.get("name")
    return f"{kind} {finding['vintage']}{NBSP}: {answer}{f', {detail}' if detail else ''}"
