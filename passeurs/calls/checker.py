"""Reads an edition document and says what does not hold together, before anyone files under it.

Pure: no database. An error refuses the edition, a warning only tells.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from passeurs.calls import asking_checks, calendar_checks, vocabulary
from passeurs.calls.decisions import USUAL as DECISIONS
from passeurs.calls.enums import DocumentScope, DocumentWhen, Nature, Publisher, RuleCode
from passeurs.calls.findings import Finding, error, warning
from passeurs.core.typography import euros, percent

FULL_SHARE = 100
NEEDED_TEXTS = {
    "intro": "la présentation de l’appel",
    "who": "qui peut participer",
    "appeal": "les délais et les voies de recours",
}


def check(document: dict) -> list[Finding]:
    """Everything that does not hold together, the dates first; an empty list when all does."""
    return [finding for part in PARTS for finding in part(document)]


def errors(document: dict) -> list[Finding]:
    return [finding for finding in check(document) if finding.level == "error"]


def amount(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def money(document: dict) -> Iterator[Finding]:
    section = document.get("money", {})
    floor, ceiling, share = (amount(section.get(key)) for key in ("floor", "ceiling", "share"))
    for key, value in (("floor", floor), ("ceiling", ceiling), ("share", share)):
        if section.get(key) is not None and (value is None or value < 0):
            yield error(f"money.{key}", f"« {section[key]} » n’est pas un montant.")
    if floor is not None and ceiling is not None and ceiling < floor:
        yield error(
            "money.ceiling",
            f"Le plafond ({euros(ceiling)}) est sous le plancher ({euros(floor)}).",
        )
    if share is not None and share > FULL_SHARE:
        yield error("money.share", f"La part demandée ({percent(share)}) dépasse 100 %.")
    if share == FULL_SHARE and section.get("cofunding_required"):
        yield warning("money.share", "Une part de 100 % ne laisse pas de place à un cofinanceur.")


def pathway(document: dict) -> Iterator[Finding]:
    section = document.get("pathway", {})
    natures, least = section.get("natures_required", []), section.get("min_actions") or 0
    known = vocabulary.nature_labels(document)
    for nature in natures:
        if nature not in known:
            yield error("pathway.natures_required", f"La nature « {nature} » est inconnue.")
    if least < len(natures):
        yield error(
            "pathway.min_actions",
            f"{least} action au moins, mais {len(natures)} natures exigées : il en faut autant.",
        )
    offered = {kind.get("nature") for kind in document.get("action_kinds", [])}
    for nature in sorted(set(natures) & set(known) - offered):
        yield error("action_kinds", f"Aucun genre d’action ne permet le « {known[nature]} » exigé.")


def words(document: dict) -> Iterator[Finding]:
    """The natures and the functions that an edition names itself."""
    for key, name in (("natures", "nature"), ("functions", "fonction")):
        for code in repeated(document.get(key, []), "code"):
            yield error(key, f"La {name} « {code} » est écrite deux fois.")
    for row in document.get("natures", []):
        if row.get("counts_as", "") not in {"", *Nature.values}:
            yield error("natures", f"« {row['label']} » compte comme Voir, comme Faire, ou à part.")


def audience(document: dict) -> Iterator[Finding]:
    section = document.get("audience", {})
    low, high = section.get("age_min"), section.get("age_max")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield error(
            "audience.age_max", f"Les âges vont de {low} à {high} ans : l’ordre est inversé."
        )
    share = amount(section.get("core_share"))
    if share is not None and share > FULL_SHARE:
        yield error(
            "audience.core_share", f"La part du public visé ({percent(share)}) dépasse 100 %."
        )
    for (_, end), (start, _) in pairwise(section.get("bands", [])):
        if end is None or start != end + 1:
            yield error("audience.bands", "Les tranches d’âge se chevauchent ou laissent un vide.")
    for code in document.get("partners", {}).get("functions_required", []):
        if code not in vocabulary.function_labels(document):
            yield error("partners.functions_required", f"La fonction « {code} » est inconnue.")


# What every call checks; the questions' rule goes with the questions.
ALWAYS = set(RuleCode.values) - {RuleCode.QUESTIONS}


def repeated(rows: list[dict], key: str) -> list[str]:
    return [code for code, times in Counter(row[key] for row in rows).items() if times > 1]


def clauses(document: dict) -> Iterator[Finding]:
    rows = document.get("clauses", [])
    for key in ("code", "number"):
        for value in repeated(rows, key):
            yield error("clauses", f"Deux articles portent « {value} ».")
    known = figures_of(document)
    for row in rows:
        for figure in sorted(figures_in(row.get("wording", "")) - known):
            yield warning(
                f"clauses.{row['code']}",
                f"L’article {row['number']} parle de {figure}, que les paramètres ignorent.",
            )


def figures_in(text: str) -> set[str]:
    """The sums and percentages a text names, written one way."""
    found = re.findall(r"(\d[\d\s.]*(?:,\d+)?)\s*([€%])", text)
    return {f"{re.sub(r'[\s.]', '', number)} {unit}" for number, unit in found}


def figures_of(document: dict) -> set[str]:
    section = document.get("money", {})
    sums = {euros(amount(section.get(key))) for key in ("floor", "ceiling")}
    return figures_in(" ; ".join(sums | {percent(amount(section.get("share")))}))


def rules(document: dict) -> Iterator[Finding]:
    rows = document.get("rules", [])
    known = {row.get("code") for row in document.get("clauses", [])}
    for code in repeated(rows, "code"):
        yield error("rules", f"La règle « {code} » est écrite deux fois.")
    for row in rows:
        if row["code"] not in RuleCode.values:
            yield error(f"rules.{row['code']}", f"La règle « {row['code']} » est inconnue.")
        if row.get("clause") not in known:
            yield error(
                f"rules.{row['code']}",
                f"La règle « {row['code']} » renvoie à l’article « {row.get('clause')} », absent.",
            )
    for code in sorted(ALWAYS - {row["code"] for row in rows}):
        yield warning(
            "rules", f"La règle « {code} » n’est pas dans l’édition : rien ne la vérifie."
        )


def lists(document: dict) -> Iterator[Finding]:
    known = {row["code"] for row in document.get("film_lists", [])}
    natures = vocabulary.nature_labels(document)
    for row in document.get("action_kinds", []):
        wanted = row.get("film_list")
        if wanted and wanted not in known:
            yield error(
                f"action_kinds.{row['code']}",
                f"« {row['label']} » choisit ses films dans la liste « {wanted} », absente.",
            )
        if row.get("nature") not in natures:
            named = " ni ".join(natures.values())
            yield error(f"action_kinds.{row['code']}", f"« {row['label']} » n’est ni {named}.")
    for key in ("action_kinds", "objectives", "commitments", "film_lists"):
        for code in repeated(document.get(key, []), "code"):
            yield error(key, f"« {code} » est écrit deux fois.")


def documents(document: dict) -> Iterator[Finding]:
    rows = document.get("documents", [])
    for kind in repeated(rows, "kind"):
        yield error("documents", f"La pièce « {kind} » est écrite deux fois.")
    for row in rows:
        if row.get("per") not in DocumentScope.values:
            yield error(
                f"documents.{row['kind']}",
                "La pièce est par dossier, par intervenant ou par partenaire.",
            )
        if row.get("when", DocumentWhen.ALWAYS) not in DocumentWhen.values:
            yield error(
                f"documents.{row['kind']}", "La pièce est toujours due, ou aux anciens porteurs."
            )


def texts(document: dict) -> Iterator[Finding]:
    written = document.get("texts", {})
    for key, name in NEEDED_TEXTS.items():
        if not written.get(key, "").strip():
            yield warning(f"texts.{key}", f"Il manque un texte : {name}.")


def decisions(document: dict) -> Iterator[Finding]:
    section = document.get("decisions", {})
    for key in sorted(set(section) - set(DECISIONS)):
        yield error(f"decisions.{key}", f"« {key} » n’est rien de ce que l’on dit des décisions.")
    if (publisher := section.get("publisher")) not in {None, *Publisher.values}:
        yield error(
            "decisions.publisher",
            f"« {publisher} » ne publie pas : la coordination, la DRAC ou la Région publie.",
        )
    for key in sorted(set(DECISIONS) - {"publisher"}):
        if not isinstance(section.get(key, False), bool):
            yield error(f"decisions.{key}", "Cette réponse est oui ou non.")
    if section.get("publishes_amounts") and not section.get("publishes_results"):
        yield warning(
            "decisions.publishes_amounts",
            "Les montants se publient avec les résultats, qui ne le sont pas.",
        )


PARTS: tuple[Callable[[dict], Iterator[Finding]], ...] = (
    calendar_checks.check_calendar,
    money,
    words,
    pathway,
    audience,
    clauses,
    rules,
    lists,
    documents,
    texts,
    decisions,
    *asking_checks.PARTS,
)
