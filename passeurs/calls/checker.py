"""Reads an edition document and says what does not hold together, before anyone files under it.

Pure: no database. An error refuses the edition, a warning only tells.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from passeurs.calls import calendar
from passeurs.calls.enums import (
    DEADLINES,
    DocumentScope,
    DocumentWhen,
    Function,
    MilestoneKind,
    Nature,
    RuleCode,
)
from passeurs.core.typography import euros, french_date, nbsp, percent

FULL_SHARE = 100
NEEDED_DATES = (MilestoneKind.OPENING, MilestoneKind.FILING_BEFORE)
NEEDED_TEXTS = {
    "intro": "la présentation de l’appel",
    "who": "qui peut participer",
    "appeal": "les délais et les voies de recours",
}
# What must come before what; only dates that are present are compared.
ORDERS = (
    (
        MilestoneKind.OPENING,
        MilestoneKind.CONTACT_BEFORE,
        MilestoneKind.FILING_BEFORE,
        MilestoneKind.COMMITTEE,
        MilestoneKind.RESULTS,
        MilestoneKind.ACTIONS_FROM,
        MilestoneKind.ACTIONS_UNTIL,
    ),
    (MilestoneKind.FILING_BEFORE, MilestoneKind.REPORT_SECOND_SENDING),
    (MilestoneKind.RESULTS, MilestoneKind.OPEN_AIR_REQUEST, MilestoneKind.ACTIONS_UNTIL),
    (MilestoneKind.ACTIONS_FROM, MilestoneKind.REPORT_DUE),
)
# Years a date may bear, counted from the year of the edition: a call opens the autumn before.
BEFORE = frozenset(
    {MilestoneKind.OPENING, MilestoneKind.CONTACT_BEFORE, MilestoneKind.FILING_BEFORE}
)
NEVER_BEFORE = frozenset(
    {MilestoneKind.OPEN_AIR_REQUEST, MilestoneKind.REPORT_DUE, MilestoneKind.ACTIONS_UNTIL}
)


@dataclass(frozen=True)
class Finding:
    """One remark: `level` is error or warning, `where` a path in the document."""

    level: str
    where: str
    sentence: str


def error(where: str, sentence: str) -> Finding:
    return Finding("error", where, nbsp(sentence))


def warning(where: str, sentence: str) -> Finding:
    return Finding("warning", where, nbsp(sentence))


def check(document: dict) -> list[Finding]:
    """Everything that does not hold together, the dates first; an empty list when all does."""
    parts = (zone, dates, years, order, clocks, money, pathway, audience, clauses, rules, lists)
    return [finding for part in (*parts, documents, texts) for finding in part(document)]


def errors(document: dict) -> list[Finding]:
    return [finding for finding in check(document) if finding.level == "error"]


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone(document: dict) -> Iterator[Finding]:
    name = document.get("timezone", "")
    if not name or not is_zone(name):
        yield error("timezone", f"Le fuseau horaire « {name} » est inconnu.")


def read(document: dict) -> dict[str, datetime]:
    """The dates that can be read, local and naive, by kind."""
    found = {}
    for kind, text in document.get("calendar", {}).items():
        try:
            found[kind] = calendar.parse(text, is_deadline=kind in DEADLINES)[0]
        except (TypeError, ValueError):
            continue
    return found


def dates(document: dict) -> Iterator[Finding]:
    found, written = read(document), document.get("calendar", {})
    for kind in NEEDED_DATES:
        if kind not in written:
            yield error(f"calendar.{kind}", f"Il manque une date : {label(kind)}.")
    for kind, text in written.items():
        if kind not in MilestoneKind.values:
            yield error(f"calendar.{kind}", f"Le calendrier ne connaît pas « {kind} ».")
        elif kind not in found:
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : « {text} » n’est pas une date (2023-10-31T23:59:59, "
                "2023-10-31 ou 2023-10).",
            )


def label(kind: str) -> str:
    return str(MilestoneKind(kind).label)


def allowed_years(kind: str, year: int) -> range:
    if kind in BEFORE:
        return range(year - 1, year + 1)
    if kind in NEVER_BEFORE:
        return range(year, year + 2)
    return range(year - 1, year + 2)


def years(document: dict) -> Iterator[Finding]:
    found, year = read(document), document.get("year")
    if not isinstance(year, int):
        yield error("year", "L’année de l’édition manque.")
        return
    for kind, local in found.items():
        if kind in MilestoneKind.values and local.year not in allowed_years(kind, year):
            meant = probable(kind, found, year)
            hint = f" Sans doute le {french_date(meant)}." if meant else ""
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : le {french_date(local)} n’est pas de l’édition {year}.{hint}",
            )


def probable(kind: str, found: dict[str, datetime], year: int) -> datetime | None:
    """The same day in the one year that puts it in its place among the other dates."""
    for candidate in allowed_years(kind, year):
        try:
            moved = found[kind].replace(year=candidate)
        except ValueError:
            continue
        if not any(kind in pair for pair in misplaced({**found, kind: moved})):
            return moved
    return None


def misplaced(found: dict[str, datetime]) -> list[tuple[str, str]]:
    """The pairs of dates in the wrong order, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for sequence in ORDERS:
        present = [kind for kind in sequence if kind in found]
        for earlier, later in pairwise(present):
            if found[earlier] > found[later]:
                pairs[earlier, later] = None
    return list(pairs)


def order(document: dict) -> Iterator[Finding]:
    found = read(document)
    for earlier, later in misplaced(found):
        yield error(
            f"calendar.{later}",
            f"{label(later)} ({french_date(found[later])}) tombe avant "
            f"« {label(earlier)} » ({french_date(found[earlier])}).",
        )


def clocks(document: dict) -> Iterator[Finding]:
    name = document.get("timezone", "")
    if not name or not is_zone(name):
        return
    for kind, local in read(document).items():
        if calendar.is_missing(local, name):
            yield error(
                f"calendar.{kind}",
                f"{label(kind)} : cette heure n’existe pas, les horloges avancent cette nuit-là.",
            )
        elif calendar.is_ambiguous(local, name):
            which = "seconde" if kind in DEADLINES else "première"
            yield warning(
                f"calendar.{kind}",
                f"{label(kind)} : cette heure arrive deux fois, les horloges reculent cette "
                f"nuit-là ; la {which} est retenue.",
            )


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
            yield error(f"money.{key}", f"« {section[key]} » n’est pas un montant.")
    if floor is not None and ceiling is not None and ceiling < floor:
        yield error(
            "money.ceiling",
            f"Le plafond ({euros(ceiling)}) est sous le plancher ({euros(floor)}).",
        )
    if share is not None and share > FULL_SHARE:
        yield error("money.share", f"La part demandée ({percent(share)}) dépasse 100 %.")
    if share == FULL_SHARE and section.get("cofunding_required"):
        yield warning("money.share", "Une part de 100 % ne laisse pas de place à un cofinanceur.")


def pathway(document: dict) -> Iterator[Finding]:
    section = document.get("pathway", {})
    natures, least = section.get("natures_required", []), section.get("min_actions", 0)
    for nature in natures:
        if nature not in Nature.values:
            yield error("pathway.natures_required", f"La nature « {nature} » est inconnue.")
    if least < len(natures):
        yield error(
            "pathway.min_actions",
            f"{least} action au moins, mais {len(natures)} natures exigées : il en faut autant.",
        )
    offered = {kind.get("nature") for kind in document.get("action_kinds", [])}
    for nature in sorted(set(natures) & set(Nature.values) - offered):
        yield error("action_kinds", f"Aucun genre d’action ne permet le « {nature} » exigé.")


def audience(document: dict) -> Iterator[Finding]:
    section = document.get("audience", {})
    low, high = section.get("age_min"), section.get("age_max")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield error(
            "audience.age_max", f"Les âges vont de {low} à {high} ans : l’ordre est inversé."
        )
    share = amount(section.get("core_share"))
    if share is not None and share > FULL_SHARE:
        yield error(
            "audience.core_share", f"La part du public visé ({percent(share)}) dépasse 100 %."
        )
    for (_, end), (start, _) in pairwise(section.get("bands", [])):
        if end is None or start != end + 1:
            yield error("audience.bands", "Les tranches d’âge se chevauchent ou laissent un vide.")
    for code in document.get("partners", {}).get("functions_required", []):
        if code not in Function.values:
            yield error("partners.functions_required", f"La fonction « {code} » est inconnue.")


def repeated(rows: list[dict], key: str) -> list[str]:
    return [code for code, times in Counter(row.get(key) for row in rows).items() if times > 1]


def clauses(document: dict) -> Iterator[Finding]:
    rows = document.get("clauses", [])
    for key in ("code", "number"):
        for value in repeated(rows, key):
            yield error("clauses", f"Deux articles portent « {value} ».")
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
    return figures_in(" ; ".join(sums | {percent(amount(section.get("share")))}))


def rules(document: dict) -> Iterator[Finding]:
    rows = document.get("rules", [])
    known = {row.get("code") for row in document.get("clauses", [])}
    for code in repeated(rows, "code"):
        yield error("rules", f"La règle « {code} » est écrite deux fois.")
    for row in rows:
        if row["code"] not in RuleCode.values:
            yield error(f"rules.{row['code']}", f"La règle « {row['code']} » est inconnue.")
        if row.get("clause") not in known:
            yield error(
                f"rules.{row['code']}",
                f"La règle « {row['code']} » renvoie à l’article « {row.get('clause')} », absent.",
            )
    for code in sorted(set(RuleCode.values) - {row["code"] for row in rows}):
        yield warning(
            "rules", f"La règle « {code} » n’est pas dans l’édition : rien ne la vérifie."
        )


def lists(document: dict) -> Iterator[Finding]:
    known = {row["code"] for row in document.get("film_lists", [])}
    for row in document.get("action_kinds", []):
        wanted = row.get("film_list")
        if wanted and wanted not in known:
            yield error(
                f"action_kinds.{row['code']}",
                f"« {row['label']} » choisit ses films dans la liste « {wanted} », qui n’existe pas.",
            )
        if row.get("nature") not in Nature.values:
            yield error(
                f"action_kinds.{row['code']}", f"« {row['label']} » n’est ni Voir ni Faire."
            )
    for key in ("action_kinds", "objectives", "commitments", "film_lists"):
        for code in repeated(document.get(key, []), "code"):
            yield error(key, f"« {code} » est écrit deux fois.")


def documents(document: dict) -> Iterator[Finding]:
    rows = document.get("documents", [])
    for kind in repeated(rows, "kind"):
        yield error("documents", f"La pièce « {kind} » est écrite deux fois.")
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
            yield warning(f"texts.{key}", f"Il manque un texte : {name}.")
