"""What of an earlier dossier may come along into a new one, and what it becomes there.

Pure of queries, from exchange document to exchange document. What is given each year anew never
comes along: commitments, files, the partners' confirmations, what a funder granted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from passeurs.budgets.chart import LINES
from passeurs.core.typography import french_date, nbsp, plural
from passeurs.network.enums import AudienceKind

from .answering import fits, questions_by_code
from .enums import BudgetSide, PartnerFunction
from .printing.answers import told_answer
from .printing.parts import PROJECT, band
from .printing.words import label, labels, listed, money, period

type Document = Mapping[str, Any]
type OnList = Callable[[Document, Document], bool]
"""Whether a film of an action is on this year's list for that kind of action."""

TEXTS = {"title": "Le titre", "summary": "Le résumé", **PROJECT}
ANSWERS = ("is_remote", "remote_description", "share_qpv", "share_rural", "out_of_school")
LONGEST = 110
LEAP = (2, 29)


@dataclass(frozen=True)
class Item:
    """One thing to keep or to leave: its code in the form, its name, a few of its words."""

    code: str
    label: str
    detail: str = ""


@dataclass
class Report:
    """What came of it, in French sentences: what was kept, what was left, what was changed."""

    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, list[str]]:
        parts = {"kept": self.kept, "left": self.left, "changed": self.changed}
        return {
            name: [str(nbsp(line)) for line in dict.fromkeys(lines)]
            for name, lines in parts.items()
        }


def items_of(document: Document, edition: Document) -> list[tuple[str, list[Item]]]:
    """Every part that holds something, with what one may keep of it; `edition` names its codes."""
    parts = (
        ("La structure dans le projet", _of_holder(document)),
        ("Les partenaires", _of_rows(document, "partners", _partner_words)),
        ("La note d’intention", _of_project(document, edition)),
        ("Les publics", _of_audience(document)),
        ("Les actions", _of_rows(document, "actions", _action_words)),
        ("Les films des séances", _of_films(document)),
        ("Celles et ceux qui interviennent", _of_rows(document, "people", _person_words)),
        ("Le budget du projet", _of_budget(document, "project")),
        ("Le budget de la structure", _of_budget(document, "structure")),
        ("Les questions de la coordination", _of_answers(document)),
    )
    found = [(title, list(items)) for title, items in parts]
    return [(title, items) for title, items in found if items]


def _of_holder(document: Document) -> Iterator[Item]:
    if functions := (document.get("holder") or {}).get("functions"):
        yield Item("holder", "Les fonctions que vous tenez", labels(PartnerFunction, functions))


def _of_rows(
    document: Document, part: str, words: Callable[[Document], tuple[str, str]]
) -> Iterator[Item]:
    for row in _rows(document, part):
        name, detail = words(row)
        yield Item(f"{part}:{row.get('key')}", name or "Sans nom", _short(detail))


def _partner_words(row: Document) -> tuple[str, str]:
    return row.get("name") or "", labels(PartnerFunction, row.get("functions"))


def _action_words(row: Document) -> tuple[str, str]:
    return row.get("title") or "", period(row.get("starts_on"), row.get("ends_on"))


def _person_words(row: Document) -> tuple[str, str]:
    return row.get("name") or "", row.get("craft") or ""


def _of_project(document: Document, edition: Document) -> Iterator[Item]:
    project = document.get("project") or {}
    for name, title in TEXTS.items():
        if text := (project.get(name) or "").strip():
            yield Item(f"project:{name}", title, _short(text))
    if goals := project.get("objectives"):
        told = listed(edition.get("objectives", ()), goals)
        yield Item("project:objectives", "Les objectifs de l’appel", _short(told))
    if dates := period(project.get("starts_on"), project.get("ends_on")):
        yield Item("project:dates", "Les dates", dates)


def _of_audience(document: Document) -> Iterator[Item]:
    audience = document.get("audience") or {}
    if bands := audience.get("bands"):
        people = sum(band(row)[1][-1] for row in bands)
        yield Item("audience:bands", "Les nombres par âge", plural(people, "personne"))
    if kinds := audience.get("kinds"):
        yield Item("audience:kinds", "Qui ils sont", labels(AudienceKind, kinds))
    if any(audience.get(name) not in (None, "") for name in (*ANSWERS, "companions")):
        told = "Éloignement, provenance, temps scolaire, accompagnateurs"
        yield Item("audience:answers", "Les autres réponses", told)


def _of_films(document: Document) -> Iterator[Item]:
    titles = [film["title"] for row in _rows(document, "actions") for film in _rows(row, "films")]
    if titles:
        yield Item("films", plural(len(titles), "film"), _short(", ".join(titles)))


def _of_budget(document: Document, wanted: str) -> Iterator[Item]:
    for code, scope, row in _lines(document):
        if scope != wanted:
            continue
        known = LINES.get(row.get("code") or "")
        name = row.get("label") or (known.label if known else "Ligne sans nom")
        detail = f"{label(BudgetSide, row.get('side'))} : {money(row.get('amount'))}"
        yield Item(code, " – ".join(filter(None, (name, row.get("funder")))), detail)


def _of_answers(document: Document) -> Iterator[Item]:
    for row in _rows(document, "answers"):
        told = told_answer({"kind": "text"}, row.get("value"))
        if told:
            yield Item(
                f"answer:{row.get('code')}", row.get("label") or "Une question", _short(told)
            )


def _lines(document: Document) -> Iterator[tuple[str, str, Document]]:
    budget = document.get("budget") or {}
    for scope in ("project", "structure"):
        for rank, row in enumerate(_rows(budget, scope), start=1):
            yield f"line:{scope}:{rank}", scope, row


def carried(
    document: Document, edition: Document, *, kept: set[str], years: int, is_on_list: OnList
) -> tuple[dict[str, Any], Report]:
    """The document of the new dossier, and what came of each part.

    Dates move by `years`, same day of the same month; a 29 February becomes a 28. Codes that the
    new `edition` does not have are left and named, as are the films no longer on its lists.
    """
    carry = _Carry(document, edition, kept, years, is_on_list)
    found = {
        "holder": carry.holder(),
        "partners": carry.partners(),
        "people": carry.people(),
        "project": carry.project(),
        "audience": carry.audience(),
        "actions": carry.actions(),
        "budget": carry.budget(),
        "answers": carry.answers(),
    }
    carry.tell()
    return found, carry.report


class _Carry:
    """One dossier on its way into another edition."""

    def __init__(
        self, document: Document, edition: Document, kept: set[str], years: int, is_on_list: OnList
    ) -> None:
        self.document, self.edition, self.kept_codes = document, edition, kept
        self.years, self.is_on_list, self.report = years, is_on_list, Report()

    def tell(self) -> None:
        """What was kept and what was cleared, part by part; what moved, once."""
        for title, items in items_of(self.document, self.edition):
            count = sum(item.code in self.kept_codes for item in items)
            if count:
                told = "repris en entier" if count == len(items) else f"{count} sur {len(items)}"
                self.report.kept.append(f"{title} : {told}.")
            for item in items:
                if item.code not in self.kept_codes:
                    self.report.left.append(f"{title}, {item.label} : laissé de côté.")
        self.report.left.append("Les engagements sont à prendre de nouveau.")
        if self.document.get("documents"):
            self.report.left.append("Les pièces jointes sont à joindre de nouveau.")

    def holder(self) -> dict[str, Any]:
        functions = (self.document.get("holder") or {}).get("functions")
        return {"functions": functions} if functions and "holder" in self.kept_codes else {}

    def partners(self) -> list[dict[str, Any]]:
        rows = self._kept_rows("partners")
        if any((row.get("confirmation") or {}).get("state") == "confirmed" for row in rows):
            self.report.changed.append("Les partenaires repris ont à confirmer de nouveau.")
        return [_without(row, "confirmation") for row in rows]

    def people(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._kept_rows("people")]

    def project(self) -> dict[str, Any]:
        project, codes = self.document.get("project") or {}, self.kept_codes
        found = {name: project.get(name) for name in TEXTS if f"project:{name}" in codes}
        if "project:objectives" in codes:
            found["objectives"] = self._known("objectives", project.get("objectives") or [])
        if "project:dates" in codes:
            found |= self._moved(project, "starts_on", "ends_on", of="le projet")
        return found

    def _known(self, part: str, codes: list[str]) -> list[str]:
        known = {row["code"] for row in self.edition.get(part, ())}
        for code in codes:
            if code not in known:
                self.report.left.append(f"L’objectif « {code} » n’est plus dans l’appel.")
        return [code for code in codes if code in known]

    def audience(self) -> dict[str, Any]:
        audience, codes = self.document.get("audience") or {}, self.kept_codes
        found: dict[str, Any] = {}
        if "audience:bands" in codes:
            found["bands"] = [row for row in _rows(audience, "bands") if self._has_band(row)]
        if "audience:kinds" in codes:
            found["kinds"] = [k for k in audience.get("kinds") or [] if k in AudienceKind.values]
        if "audience:answers" in codes:
            found |= {name: audience.get(name) for name in (*ANSWERS, "companions")}
        return found

    def _has_band(self, row: Document) -> bool:
        asked = {tuple(pair) for pair in self.edition["audience"]["bands"]}
        is_asked = (row.get("from"), row.get("to")) in asked
        if not is_asked:
            self.report.left.append(f"Cet appel ne compte pas les publics {band(row)[0]}.")
        return is_asked

    def actions(self) -> list[dict[str, Any]]:
        return [self._action(row) for row in self._kept_rows("actions")]

    def _action(self, row: Document) -> dict[str, Any]:
        name = row.get("title") or "Sans titre"
        kinds = {kind["code"] for kind in self.edition.get("action_kinds", ())}
        found = _without(row, "findings")
        if row.get("kind") and row["kind"] not in kinds:
            found["kind"] = ""
            self.report.changed.append(f"« {name} » : son type n’existe plus, il est à choisir.")
        found |= self._moved(row, "starts_on", "ends_on", "rain_date", of=f"« {name} »")
        found["place"] = _without(row.get("place") or {}, "findings", "checked")
        kept = {code.partition(":")[2] for code in self.kept_codes if code.startswith("people:")}
        found["practitioners"] = [key for key in row.get("practitioners") or [] if key in kept]
        found["films"] = self._films(row, name)
        return found

    def _films(self, row: Document, name: str) -> list[Document]:
        if "films" not in self.kept_codes:
            return []
        found = []
        for film in _rows(row, "films"):
            if self.is_on_list(film, row):
                found.append(film)
            else:
                self.report.left.append(
                    f"« {name} » : le film « {film['title']} » n’est pas dans les listes de cette "
                    "année."
                )
        return found

    def _moved(self, row: Document, *names: str, of: str) -> dict[str, Any]:
        found = {name: moved(row.get(name), self.years) for name in names}
        before, after = row.get(names[0]), found[names[0]]
        if before and after != before[:10]:
            told = f"{_day(before)} devient {_day(after)}"
            self.report.changed.append(f"Dates, {of} : {told}.")
        return found

    def budget(self) -> dict[str, Any]:
        found: dict[str, Any] = {"project": [], "structure": []}
        for code, scope, row in _lines(self.document):
            if code in self.kept_codes:
                found[scope].append(self._line(row))
        return found

    def answers(self) -> list[dict[str, Any]]:
        """Those whose question is asked again, of the same kind; the others are left and named."""
        asked = questions_by_code(self.edition)
        found = []
        for row in _rows(self.document, "answers"):
            if f"answer:{row.get('code')}" not in self.kept_codes:
                continue
            if fits(asked.get(row.get("code", "")), row.get("value")):
                found.append(dict(row))
            else:
                name = row.get("label") or row.get("code")
                self.report.left.append(f"La question « {name} » n’est plus posée ainsi.")
        return found

    def _line(self, row: Document) -> dict[str, Any]:
        """A line as it is asked this year: nothing is granted yet."""
        if row.get("status") == "granted":
            name = row.get("funder") or row.get("label") or "un financeur"
            self.report.changed.append(f"Budget : « {name} » redevient une aide à demander.")
        status = "asked" if row.get("status") else ""
        return {**row, "status": status, "decided_on": None}

    def _kept_rows(self, part: str) -> list[Document]:
        rows = _rows(self.document, part)
        return [row for row in rows if f"{part}:{row.get('key')}" in self.kept_codes]


def moved(day: str | None, years: int) -> str | None:
    """The same day of the same month, some years later; 29 February becomes the 28th."""
    if not day:
        return None
    given = date.fromisoformat(day[:10])
    month_and_day = (2, 28) if (given.month, given.day) == LEAP else (given.month, given.day)
    if not years:
        return given.isoformat()
    return date(given.year + years, *month_and_day).isoformat()


def _rows(document: Document, part: str) -> list[Document]:
    return [row for row in document.get(part) or [] if row]


def _without(row: Document, *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def _day(day: str | None) -> str:
    return french_date(date.fromisoformat(day[:10])) if day else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
