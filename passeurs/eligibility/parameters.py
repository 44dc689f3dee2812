"""What an edition asks, read from its document; an absent parameter asks nothing."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from passeurs.eligibility import reading
from passeurs.eligibility.questions import Question, read_questions
from passeurs.eligibility.reading import Document

DAY_LENGTH, MONTH_LENGTH = len("2024-02-01"), len("2024-02")


@dataclass(frozen=True)
class RuleSetting:
    """How an edition applies a rule, and the clause of the call it comes from."""

    code: str
    is_blocking: bool
    clause: Mapping[str, str]


@dataclass(frozen=True)
class Nature:
    """A nature of action; `counts_as` is voir, faire, or nothing for one that stands apart."""

    label: str
    counts_as: str


@dataclass(frozen=True)
class Function:
    """A function of a partner; a holder of the `family` is taken to fill it."""

    label: str
    family: str


# Those of the call, for an edition that names none of its own.
NATURES = {"voir": Nature("Voir", "voir"), "faire": Nature("Faire", "faire")}
FUNCTIONS = {
    "cinema": Function("cinéma et audiovisuel", "cultural"),
    "audience": Function("accompagnement des publics", "audience"),
    "screening": Function("diffusion", ""),
}


@dataclass(frozen=True)
class ActionKind:
    label: str
    nature: str
    film_list: str


@dataclass(frozen=True)
class RequiredDocument:
    """A document the edition requires; `when` and `per` say of whom, and how many.

    `per` is « form » for a part of the form, which is written and not joined.
    """

    kind: str
    label: str
    per: str
    when: str


@dataclass(frozen=True)
class Edition:
    """Amounts in euros, shares in percent, dates as the edition writes them."""

    timezone: str
    dates: Mapping[str, str]
    rules: Mapping[str, RuleSetting]
    floor: Decimal | None
    ceiling: Decimal | None
    is_ceiling_per_holder: bool
    share: Decimal | None
    counts_voluntary: bool
    requires_cofunding: bool
    min_actions: int | None
    natures: tuple[str, ...]
    functions: tuple[str, ...]
    known_natures: Mapping[str, Nature]
    known_functions: Mapping[str, Function]
    two_functions: str
    age_min: int | None
    age_max: int | None
    core_share: Decimal | None
    qpv_vintage: int | None
    rural_kind: str
    rural_vintage: int | None
    legal_statuses: tuple[str, ...]
    action_kinds: Mapping[str, ActionKind]
    commitments: Mapping[str, str]
    documents: tuple[RequiredDocument, ...]
    questions: tuple[Question, ...]

    def nature_label(self, code: str) -> str:
        found = self.known_natures.get(code)
        return found.label if found else code

    def function_label(self, code: str) -> str:
        found = self.known_functions.get(code)
        return found.label if found else code

    def functions_of(self, family: str) -> tuple[str, ...]:
        """What a structure of that family of actors is taken to fill."""
        known = self.known_functions.items()
        return tuple(code for code, one in known if family and one.family == family)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def opens_at(self, kind: str) -> datetime | None:
        """The first second of a date of the calendar, in UTC."""
        found = self._local(kind)
        return found.replace(tzinfo=self.zone).astimezone(UTC) if found else None

    def closes_at(self, kind: str) -> datetime | None:
        """The last second of a date of the calendar, in UTC: a deadline includes it.

        An hour that comes twice, the night the clocks go back, is the later one.
        """
        if (found := self._local(kind)) is None:
            return None
        written = self.dates[kind]
        if len(written) == MONTH_LENGTH:
            found = found.replace(day=monthrange(found.year, found.month)[1])
        if len(written) <= DAY_LENGTH:
            found = datetime.combine(found.date(), time(23, 59, 59))
        return found.replace(tzinfo=self.zone, fold=1).astimezone(UTC)

    def at(self, moment: datetime) -> datetime:
        """The moment in UTC, to the whole second; without an offset it is local time."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return aware.astimezone(UTC).replace(microsecond=0)

    def _local(self, kind: str) -> datetime | None:
        written = self.dates.get(kind, "")
        padded = f"{written}-01" if len(written) == MONTH_LENGTH else written
        return reading.moment({kind: padded}, kind)


def read(document: Document) -> Edition:
    """The parameters of an edition document (`passeurs.edition/1`)."""
    money = reading.part(document, "money")
    pathway = reading.part(document, "pathway")
    partners = reading.part(document, "partners")
    audience = reading.part(document, "audience")
    territory = reading.part(document, "territory")
    rural = reading.part(territory, "rural")
    dates = reading.part(document, "calendar")
    return Edition(
        timezone=reading.text(document, "timezone") or "Europe/Paris",
        dates={kind: reading.text(dates, kind) for kind in dates},
        rules=read_rules(document),
        floor=reading.amount(money, "floor"),
        ceiling=reading.amount(money, "ceiling"),
        is_ceiling_per_holder=reading.text(money, "ceiling_scope") != "dossier",
        share=reading.amount(money, "share"),
        counts_voluntary=reading.text(money, "share_base") == "with_voluntary",
        requires_cofunding=reading.flag(money, "cofunding_required") or False,
        min_actions=reading.whole(pathway, "min_actions"),
        natures=reading.words(pathway, "natures_required"),
        functions=reading.words(partners, "functions_required"),
        known_natures=read_natures(document) or NATURES,
        known_functions=read_functions(document) or FUNCTIONS,
        two_functions=reading.text(partners, "one_structure_two_functions"),
        age_min=reading.whole(audience, "age_min"),
        age_max=reading.whole(audience, "age_max"),
        core_share=reading.amount(audience, "core_share"),
        qpv_vintage=reading.whole(territory, "qpv_vintage"),
        rural_kind=reading.text(rural, "kind"),
        rural_vintage=reading.whole(rural, "vintage"),
        legal_statuses=reading.words(reading.part(document, "holders"), "legal_statuses"),
        action_kinds=read_action_kinds(document),
        commitments=read_labels(document, "commitments"),
        documents=read_documents(document),
        questions=read_questions(document),
    )


def read_rules(document: Document) -> dict[str, RuleSetting]:
    """The rules the edition applies, by code; those it switched off are left out."""
    fields = ("code", "number", "title", "wording", "place")
    clauses = {
        reading.text(row, "code"): {field: reading.text(row, field) for field in fields}
        for row in reading.rows(document, "clauses")
    }
    none = dict.fromkeys(fields, "")
    return {
        reading.text(row, "code"): RuleSetting(
            code=reading.text(row, "code"),
            is_blocking=reading.flag(row, "blocking") is not False,
            clause=clauses.get(reading.text(row, "clause"), none),
        )
        for row in reading.rows(document, "rules")
        if reading.flag(row, "active") is not False
    }


def read_natures(document: Document) -> dict[str, Nature]:
    return {
        reading.text(row, "code"): Nature(
            label=reading.text(row, "label"), counts_as=reading.text(row, "counts_as")
        )
        for row in reading.rows(document, "natures")
    }


def read_functions(document: Document) -> dict[str, Function]:
    return {
        reading.text(row, "code"): Function(
            label=reading.text(row, "label"), family=reading.text(row, "family")
        )
        for row in reading.rows(document, "functions")
    }


def read_action_kinds(document: Document) -> dict[str, ActionKind]:
    return {
        reading.text(row, "code"): ActionKind(
            label=reading.text(row, "label"),
            nature=reading.text(row, "nature"),
            film_list=reading.text(row, "film_list"),
        )
        for row in reading.rows(document, "action_kinds")
    }


def read_documents(document: Document) -> tuple[RequiredDocument, ...]:
    return tuple(
        RequiredDocument(
            kind=reading.text(row, "kind"),
            label=reading.text(row, "label"),
            per=reading.text(row, "per") or "dossier",
            when=reading.text(row, "when") or "always",
        )
        for row in reading.rows(document, "documents")
        if reading.flag(row, "required")
    )


def read_labels(document: Document, key: str) -> dict[str, str]:
    return {
        reading.text(row, "code"): reading.text(row, "label") for row in reading.rows(document, key)
    }
