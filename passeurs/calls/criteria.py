"""What a call asks, in plain words: every figure comes from the parameters of the edition."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from passeurs.calls import vocabulary
from passeurs.calls.enums import Function, RuleCode, RuralKind, TwoFunctions
from passeurs.core.typography import euros, nbsp, percent

NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
PARTNERS = {
    Function.CINEMA: "une structure du cinéma ou de l’audiovisuel",
    Function.AUDIENCE: "une structure qui accompagne les publics",
    Function.SCREENING: "un lieu qui diffuse des films",
    Function.FUNDER: "un financeur",
    Function.OTHER: "un autre partenaire",
}
HOLDERS = {
    "association": "Une association",
    "commune": "Une commune",
    "epci": "Une intercommunalité",
    "other_public": "Une autre structure publique",
    "private_cultural": "Une structure culturelle privée",
    "other_private": "Une autre structure privée",
}
TWO_FUNCTIONS = {
    TwoFunctions.ALLOWED: "Une même structure peut tenir deux fonctions.",
    TwoFunctions.TO_CONFIRM: "Si l’une tient deux fonctions, la coordination tranche.",
    TwoFunctions.REFUSED: "Chaque fonction a sa structure.",
}

CONFIRMED = "Avant le dépôt, chaque partenaire confirme sa part par e-mail, sans compte."


@dataclass(frozen=True)
class Criterion:
    """One demand of the call, and the article it comes from. `advised`: it never blocks."""

    title: str
    sentence: str
    number: str
    wording: str
    place: str
    advised: bool


def count(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def plural(number: int, word: str) -> str:
    """« une action », « trois actions »: for feminine words."""
    return f"une {word}" if number == 1 else f"{count(number)} {word}s"


def joined(items: list[str], word: str = "et") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def partners(document: dict) -> tuple[str, str]:
    section = document["partners"]
    functions = section["functions_required"]
    if not functions:
        return "", ""
    sentence = capital(joined(named_partners(document, functions)))
    note = TWO_FUNCTIONS[section["one_structure_two_functions"]] if len(functions) > 1 else ""
    title = f"{capital(plural(len(functions), 'fonction'))} à réunir"
    word = CONFIRMED if blocks(document, RuleCode.CONFIRMED) else ""
    return title, " ".join(filter(None, [f"{sentence}, vous compris.", note, word]))


def named_partners(document: dict, functions: list[str]) -> list[str]:
    """The functions in the words of the call, or in the edition's own."""
    if not document.get("functions"):
        return [PARTNERS[Function(code)] for code in functions]
    labels = vocabulary.function_labels(document)
    return [f"« {labels.get(code, code)} »" for code in functions]


def blocks(document: dict, code: RuleCode) -> bool:
    """Whether the edition applies a rule, and keeps a dossier from being filed by it."""
    return any(
        row["code"] == code and row["active"] and row["blocking"] for row in document["rules"]
    )


def audience(document: dict) -> tuple[str, str]:
    section = document["audience"]
    ages = f"Les {section['age_min']}-{section['age_max']} ans"
    return "Des jeunes, ou des publics éloignés", (
        f"{ages} sont au cœur du dispositif. Un public que sa situation tient loin de la culture "
        "compte aussi, si vous le décrivez."
    )


def out_of_school(document: dict) -> tuple[str, str]:
    return "Hors du temps scolaire", "Le soir, le mercredi, en fin de semaine ou aux vacances."


def territory(document: dict) -> tuple[str, str]:
    section = document["territory"]
    rural = section["rural"]
    return "Un territoire prioritaire", (
        "Au moins une action dans un quartier prioritaire de la politique de la ville "
        f"(QPV, contours {section['qpv_vintage']}) ou dans une commune en "
        f"{RuralKind(rural['kind']).label} ({rural['kind']}, liste {rural['vintage']}), "
        "ou pour leurs habitants."
    )


def pathway(document: dict) -> tuple[str, str]:
    section = document["pathway"]
    labels = vocabulary.nature_labels(document)
    natures = [f"du {labels.get(code, code)}" for code in section["natures_required"]]
    title = f"Un parcours d’au moins {plural(section['min_actions'], 'action')}"
    if not natures:
        return title, "Des actions reliées entre elles et pensées dans la durée."
    return title, f"{capital(joined(natures))}, reliés entre eux et pensés dans la durée."


def artistic(document: dict) -> tuple[str, str]:
    return "Des artistes et une salle", (
        "Des professionnels de l’image et du son, dont vous joignez le CV, et le cinéma le plus "
        "proche de chez vous."
    )


def films(document: dict) -> tuple[str, str]:
    names = [row["label"].lower() for row in document["film_lists"]]
    if not names:
        return "", ""
    if len(names) == 1:
        return f"Des films de la {names[0]}", "Pour cette sorte de séance ; ailleurs, libre à vous."
    return "Des films choisis dans les listes", (
        f"{capital(count(len(names)))} listes : la {joined(names, 'et la')}. Chaque séance puise "
        "dans la sienne."
    )


def money(document: dict) -> tuple[str, str]:
    sentences = [bounds(document["money"]), share(document["money"])]
    if document["money"]["cofunding_required"]:
        sentences.append("Il faut donc au moins un autre financeur, public ou privé.")
    return "Un budget à plusieurs", " ".join(filter(None, sentences))


def bounds(section: dict) -> str:
    """« De 2 000 € à 6 000 € par porteur », or what of it the edition fixes."""
    floor, ceiling = section["floor"], section["ceiling"]
    scope = "par porteur" if section["ceiling_scope"] == "holder_edition" else "par dossier"
    if floor and ceiling:
        return f"L’aide va de {euros(floor)} à {euros(ceiling)} {scope}."
    if ceiling:
        return f"L’aide va jusqu’à {euros(ceiling)} {scope}."
    return f"L’aide est d’au moins {euros(floor)} {scope}." if floor else ""


def share(section: dict) -> str:
    if section["share"] is None:
        return ""
    base = {
        "without_voluntary": "sans compter les contributions volontaires",
        "with_voluntary": "contributions volontaires comprises",
    }[section["share_base"]]
    return f"Elle ne dépasse pas {percent(Decimal(section['share']))} du budget, {base}."


# The rules that a reader sees as one demand, and who words it.
GROUPS: tuple[tuple[tuple[RuleCode, ...], Callable[[dict], tuple[str, str]]], ...] = (
    ((RuleCode.TRIPARTITE,), partners),
    ((RuleCode.AUDIENCE,), audience),
    ((RuleCode.OUT_OF_SCHOOL,), out_of_school),
    ((RuleCode.TERRITORY,), territory),
    ((RuleCode.MIN_ACTIONS, RuleCode.SEE_AND_DO), pathway),
    ((RuleCode.PROFESSIONALS, RuleCode.LOCAL_CINEMA), artistic),
    ((RuleCode.FILMS,), films),
    ((RuleCode.CEILING, RuleCode.FLOOR, RuleCode.SHARE, RuleCode.COFUNDING), money),
)


def criteria(document: dict) -> list[Criterion]:
    """The demands of the edition, in the order of its articles; rules switched off stay out."""
    rules = {row["code"]: row for row in document["rules"] if row["active"]}
    found = []
    for codes, worded in GROUPS:
        active = [rules[code] for code in codes if code in rules]
        title, sentence = worded(document) if active else ("", "")
        if title:
            found.append(criterion(document, active, title, sentence))
    order = {row["number"]: place for place, row in enumerate(document["clauses"])}
    return sorted(found, key=lambda one: order.get(one.number, len(order)))


def criterion(document: dict, rules: list[dict], title: str, sentence: str) -> Criterion:
    article = clause(document, rules[0]["clause"])
    return Criterion(
        title=title,
        sentence=nbsp(sentence),
        number=article["number"],
        wording=article["wording"],
        place=article["place"],
        advised=not any(rule["blocking"] for rule in rules),
    )


def clause(document: dict, code: str) -> dict:
    """The article of that code; an empty one in a draft that does not have it yet."""
    none = {"code": code, "number": "", "title": "", "wording": "", "place": ""}
    return next((row for row in document["clauses"] if row["code"] == code), none)


def clause_of(document: dict, rule: str) -> dict | None:
    """The article behind a rule, or None where the edition does not apply it."""
    rows = (row for row in document["rules"] if row["code"] == rule and row["active"])
    found = next(rows, None)
    return clause(document, found["clause"]) if found else None


def holders(document: dict) -> list[str]:
    """Who may file, by legal status."""
    return [HOLDERS[code] for code in document["holders"]["legal_statuses"]]


def promise(document: dict) -> str:
    """What the call offers, in one line; empty when it fixes no sum."""
    section = document["money"]
    return nbsp(bounds(section))
