"""Two states of a dossier compared part by part, from their exchange documents.

Pure of queries. Rows are matched by their key, budget lines by account and funder; values are
compared as a reader says them, so that what only the machine sees makes no difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from passeurs.core.typography import euros, nbsp

from .diffing import Piece, pieces
from .enums import BudgetScope, BudgetSide
from .printing import parts
from .printing.dossier import dossier_data
from .printing.words import Document, label, money, period

type Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class State:
    """One state to compare: its document, and the edition whose words it is read with."""

    document: Document
    edition: Document
    at: datetime


@dataclass(frozen=True)
class Line:
    """One value, before and after; `delta` is the difference of two sums, in words."""

    label: str
    before: str
    after: str
    delta: str = ""

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.before, self.after)


@dataclass(frozen=True)
class Group:
    """A row of the dossier, or a part without rows (no title): `new`, `gone`, `changed`, `same`."""

    title: str
    state: str
    lines: list[Line]


@dataclass(frozen=True)
class Part:
    title: str
    groups: list[Group] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return all(group.state == "same" for group in self.groups)


def compare(old: State, new: State) -> list[Part]:
    """Every part of a dossier, in its order, with what differs between two states."""
    one, other = Reading(old), Reading(new)
    return [
        Part("La structure", [_plain(one.structure(), other.structure())]),
        Part("Les partenaires", _matched(one.partners(), other.partners())),
        Part("La note d’intention", [_plain(one.project(), other.project())]),
        Part("Les publics", [_plain(one.audience(), other.audience())]),
        Part("Les actions", _matched(one.actions(), other.actions())),
        Part("Celles et ceux qui interviennent", _matched(one.people(), other.people())),
        Part("Le budget", _money(one, other)),
        Part("Les pièces", [_plain(one.files(), other.files())]),
        Part("Les engagements", [_plain(one.commitments(), other.commitments())]),
        *_questions(one, other),
    ]


def _questions(one: "Reading", other: "Reading") -> list[Part]:
    """The edition's own questions, where either state was asked some."""
    old, new = one.answers(), other.answers()
    return [Part("Les questions de la coordination", [_plain(old, new)])] if old or new else []


class Reading:
    """One state as a reader says it, each row under its key."""

    def __init__(self, state: State) -> None:
        self.document = parts.whole(state.document)
        self.data: dict[str, Any] = dossier_data(state.document, state.edition, at=state.at)

    def structure(self) -> Rows:
        people = [
            (f"{contact['title']}, {name.lower()}", value)
            for contact in self.data["contacts"]
            for name, value in contact["rows"]
        ]
        return [*self.data["structure"], *people]

    def answers(self) -> Rows:
        return [row for rows in self.data["answers"].values() for row in rows]

    def partners(self) -> dict[str, tuple[str, Rows]]:
        rows = ((row["title"], row["rows"]) for row in self.data["partners"])
        return self._keyed("partners", rows)

    def project(self) -> Rows:
        project = self.document["project"]
        texts = ((text["title"], text["text"]) for text in self.data["project"])
        return [
            ("Titre", project.get("title") or ""),
            ("Résumé", project.get("summary") or ""),
            ("Période", period(project.get("starts_on"), project.get("ends_on"))),
            *self.data["project_rows"],
            *texts,
        ]

    def audience(self) -> Rows:
        names = ("femmes", "hommes", "non précisé", "en tout")
        bands = [
            (name, ", ".join(f"{n} {who}" for n, who in zip(counts, names, strict=True)))
            for name, *counts in self.data["bands"]
        ]
        return [*bands, *self.data["audience"]]

    def actions(self) -> dict[str, tuple[str, Rows]]:
        return self._keyed(
            "actions",
            (
                (
                    row["title"].partition(". ")[2],
                    [
                        ("Titre", row["title"].partition(". ")[2]),
                        ("Type", row["kind"]),
                        ("Nature", row["nature"]),
                        *row["rows"],
                        *((text["title"], text["text"]) for text in row["parts"]),
                    ],
                )
                for row in self.data["actions"]
            ),
        )

    def people(self) -> dict[str, tuple[str, Rows]]:
        names = ("Nom", "Métier", "Employeur ou statut", "Tarif horaire")
        return self._keyed(
            "people",
            ((row[0], list(zip(names, row, strict=True))) for row in self.data["people"]),
        )

    def files(self) -> Rows:
        found: dict[str, list[str]] = {}
        for kind, name, weight in self.data["documents"]:
            found.setdefault(kind, []).append(f"{name} ({weight})")
        return [(kind, "\n".join(sorted(names))) for kind, names in found.items()]

    def commitments(self) -> Rows:
        taken = [(row["label"], "Pris") for row in self.data["commitments"]]
        who = ", ".join(filter(None, (self.data["signatory"], self.data["signatory_role"])))
        return [*taken, ("Signataire", who)]

    def sums(self, scope: str, side: str) -> dict[str, tuple[str, Decimal]]:
        """Account and funder → its name, its sum; the same written twice adds up."""
        found: dict[str, tuple[str, Decimal]] = {}
        rows = [row for row in self.document["budget"].get(scope) or () if row["side"] == side]
        for row, (code, name, *_) in zip(rows, self._shown(scope, side), strict=True):
            key = f"{row.get('code')}|{row.get('funder_kind')}|{row.get('funder')}"
            before = found.get(key, ("", Decimal(0)))[1]
            found[key] = f"{code} {name}".strip(), before + Decimal(str(row.get("amount") or 0))
        return found

    def requested(self) -> str:
        return money(self.document["budget"].get("requested"))

    def _shown(self, scope: str, side: str) -> list[list[str]]:
        """The lines of one side as they are printed, in the order of the document."""
        rank = list(BudgetScope.values).index(scope)
        titles = {one["title"]: one["lines"] for one in self.data["budgets"][rank]["sides"]}
        return titles.get(label(BudgetSide, side)) or []

    def _keyed(self, part: str, rows: Iterable[tuple[str, Rows]]) -> dict[str, tuple[str, Rows]]:
        return {
            source.get("key") or f"#{rank}": row
            for rank, (source, row) in enumerate(zip(self.document[part], rows, strict=True))
        }


def _plain(old: Rows, new: Rows, title: str = "") -> Group:
    lines = _lines(old, new)
    is_same = all(line.is_same for line in lines)
    return Group(title, "same" if is_same else "changed", lines)


def _lines(old: Rows, new: Rows) -> list[Line]:
    before, after = _said(old), _said(new)
    names = [*after, *(name for name in before if name not in after)]
    lines = [Line(name, before.get(name, ""), after.get(name, "")) for name in names]
    return [line for line in lines if line.before or line.after]


def _said(rows: Rows) -> dict[str, str]:
    return {name: str(nbsp(str(value or "").strip())) for name, value in rows}


def _matched(
    old: Mapping[str, tuple[str, Rows]], new: Mapping[str, tuple[str, Rows]]
) -> list[Group]:
    """Rows of the new state in their order, then those that are gone."""
    found = []
    for key, (title, rows) in new.items():
        if key in old:
            found.append(_plain(old[key][1], rows, title or "Sans nom"))
        else:
            found.append(Group(title or "Sans nom", "new", _lines([], rows)))
    gone = [(title, rows) for key, (title, rows) in old.items() if key not in new]
    return [*found, *(Group(title or "Sans nom", "gone", _lines(rows, [])) for title, rows in gone)]


def _money(old: Reading, new: Reading) -> list[Group]:
    name = "Subvention demandée"
    asked = _plain([(name, old.requested())], [(name, new.requested())])
    tables = [
        _table(f"{scope.label}, {side.label.lower()}", old.sums(scope, side), new.sums(scope, side))
        for scope in BudgetScope
        for side in BudgetSide
    ]
    return [asked, *(table for table in tables if table.lines)]


def _table(
    title: str, old: Mapping[str, tuple[str, Decimal]], new: Mapping[str, tuple[str, Decimal]]
) -> Group:
    keys = [*new, *(key for key in old if key not in new)]
    lines = [_sum(old.get(key), new.get(key)) for key in keys]
    if lines:
        lines.append(_sum(_total(old), _total(new)))
    is_same = all(line.is_same for line in lines)
    return Group(title, "same" if is_same else "changed", lines)


def _total(rows: Mapping[str, tuple[str, Decimal]]) -> tuple[str, Decimal]:
    return "Total", sum((amount for _, amount in rows.values()), Decimal(0))


def _sum(old: tuple[str, Decimal] | None, new: tuple[str, Decimal] | None) -> Line:
    name = (new or old or ("", Decimal(0)))[0]
    before, after = (euros(one[1]) if one else "" for one in (old, new))
    change = (new[1] if new else Decimal(0)) - (old[1] if old else Decimal(0))
    sign = "+" if change > 0 else "−"
    return Line(name, before, after, f"{sign} {euros(abs(change))}" if change else "")
