"""The edition as one document (`passeurs.edition/1`): written, read back, dated from today."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from passeurs.calls import calendar, models
from passeurs.calls.decisions import USUAL as DECISIONS
from passeurs.calls.enums import MilestoneKind, Precision

FORMAT = "passeurs.edition/1"
MIDDLE = 15

# (section of the document, its key, the column); amounts are euros with two decimals.
AMOUNTS = [
    ("money", "floor", "floor"),
    ("money", "ceiling", "ceiling"),
    ("money", "share", "share"),
    ("audience", "core_share", "core_share"),
]
PLAIN = [
    ("money", "ceiling_scope", "ceiling_scope"),
    ("money", "share_base", "share_base"),
    ("money", "cofunding_required", "cofunding_required"),
    ("pathway", "min_actions", "min_actions"),
    ("pathway", "natures_required", "natures_required"),
    ("partners", "one_structure_two_functions", "one_structure_two_functions"),
    ("audience", "age_min", "age_min"),
    ("audience", "age_max", "age_max"),
    ("audience", "bands", "bands"),
    ("audience", "report_under", "report_under"),
    ("territory", "qpv_vintage", "qpv_vintage"),
    ("holders", "legal_statuses", "legal_statuses"),
]
TOP = ["slug", "title", "year", "sitting", "timezone"]


@dataclass(frozen=True, eq=False)
class Rows:
    """A list of the document, its model, its fields, and those that may be left out.

    `silent` ones are written only where they say something; a `quiet` list only where it has rows.
    """

    key: str
    model: type[models.EditionRow]
    fields: tuple[str, ...]
    optional: dict
    silent: tuple[str, ...] = ()
    quiet: bool = False

    def dump(self, edition) -> list[dict]:
        rows = self.model.objects.filter(edition=edition).values(*self.fields)
        return [
            {key: row[key] for key in row if key not in self.silent or row[key] is not None}
            for row in rows
        ]

    def load(self, edition, document: dict) -> None:
        self.model.objects.filter(edition=edition).delete()
        items = [{**self.optional, **item} for item in document.get(self.key, [])]
        self.model.objects.bulk_create(
            self.model(
                edition=edition, position=place, **{field: item[field] for field in self.fields}
            )
            for place, item in enumerate(items)
        )


TEXT = {"text": ""}
ROWS = [
    Rows(
        "natures",
        models.ActionNature,
        ("code", "label", "counts_as"),
        {"counts_as": ""},
        quiet=True,
    ),
    Rows(
        "functions",
        models.FunctionChoice,
        ("code", "label", "family"),
        {"family": ""},
        quiet=True,
    ),
    Rows("notices", models.Notice, ("at_local", "body"), {}, quiet=True),
    Rows("clauses", models.Clause, ("code", "number", "title", "wording", "place"), {}),
    Rows(
        "rules",
        models.RuleSetting,
        ("code", "clause", "blocking", "active", "params"),
        {"active": True, "params": {}},
    ),
    Rows("film_lists", models.FilmList, ("code", "label", "text"), TEXT),
    Rows(
        "action_kinds",
        models.ActionKind,
        ("code", "label", "nature", "film_list", "idea", "variants"),
        {"film_list": None, "idea": "", "variants": []},
    ),
    Rows("objectives", models.Objective, ("code", "label", "text"), TEXT),
    Rows("commitments", models.Commitment, ("code", "label", "text"), TEXT),
    Rows(
        "documents",
        models.RequiredDocument,
        ("kind", "label", "per", "when", "required", "hint", "max_mb"),
        {"when": "always", "hint": "", "max_mb": None},
        silent=("max_mb",),
    ),
    Rows(
        "questions",
        models.Question,
        (
            *("code", "section", "label", "help", "kind", "options", "required"),
            *("max_length", "least", "most"),
        ),
        {"help": "", "options": [], "required": False, "max_length": None, "least": "", "most": ""},
        silent=("max_length",),
        quiet=True,
    ),
    Rows("hints", models.Hint, ("section", "body"), {}, quiet=True),
    Rows(
        "grid",
        models.GridLine,
        ("code", "label", "help", "weight", "minimum", "maximum", "comment_under"),
        {"help": "", "weight": 1, "minimum": 0, "maximum": 5, "comment_under": None},
        silent=("comment_under",),
        quiet=True,
    ),
    Rows("wordings", models.Wording, ("kind", "subject", "body"), {}, quiet=True),
]


def dump(edition: models.Edition) -> dict:
    """The whole edition as a document, read from its rows; `load` gives the same edition back."""
    document: dict = {"format": FORMAT, "coordination": edition.coordination.slug}
    document |= {key: getattr(edition, key) for key in TOP}
    document |= dump_calendar(edition)
    for section, key, column in [*PLAIN, *AMOUNTS]:
        value = getattr(edition, column)
        is_amount = isinstance(value, Decimal)
        document.setdefault(section, {})[key] = f"{value:.2f}" if is_amount else value
    document["territory"]["rural"] = {"kind": edition.rural_kind, "vintage": edition.rural_vintage}
    document["partners"]["functions_required"] = list(
        models.PartnerFunction.objects.filter(edition=edition).values_list("code", flat=True)
    )
    if not edition.rulings_shown:
        document["desk"] = {"rulings_shown": False}
    if decisions := _decisions(edition):
        document["decisions"] = decisions
    texts = models.EditionText.objects.filter(edition=edition)
    document["texts"] = dict(texts.values_list("key", "body"))
    lists = {rows: rows.dump(edition) for rows in ROWS}
    return document | {rows.key: found for rows, found in lists.items() if found or not rows.quiet}


def _decisions(edition) -> dict:
    told = {key: getattr(edition, key) for key in DECISIONS}
    return {key: value for key, value in told.items() if value != DECISIONS[key]}


def dump_calendar(edition) -> dict:
    found = list(models.Milestone.objects.filter(edition=edition))
    return {
        "calendar": {one.kind: one.at_local for one in found},
        "calendar_labels": {one.kind: one.label for one in found if one.label},
        "calendar_notes": {one.kind: one.note for one in found if one.note},
    }


@transaction.atomic
def load(document: dict, coordination, *, edition: models.Edition | None = None) -> models.Edition:
    """Write the document to rows: a new edition, or `edition` made over.

    Call it through `actions`, which refuses an inconsistent document and keeps the journal.
    """
    edition = edition or models.Edition()
    edition.coordination = coordination
    set_columns(edition, document)
    edition.save()
    load_rows(edition, document)
    edition.document_cache = dump(edition)
    edition.save(update_fields=["document_cache"])
    return edition


def set_columns(edition, document: dict) -> None:
    for key in TOP:
        setattr(edition, key, document.get(key, 1) if key == "sitting" else document[key])
    for section, key, column in PLAIN:
        setattr(edition, column, document[section][key])
    for section, key, column in AMOUNTS:
        value = document[section][key]
        setattr(edition, column, None if value is None else Decimal(value))
    edition.rulings_shown = document.get("desk", {}).get("rulings_shown", True)
    for key, value in {**DECISIONS, **document.get("decisions", {})}.items():
        setattr(edition, key, value)
    rural = document["territory"]["rural"]
    edition.rural_kind, edition.rural_vintage = rural["kind"], rural["vintage"]
    ats = {one.kind: one.at for one in calendar.moments(document)}
    edition.opens_at = ats[MilestoneKind.OPENING]
    edition.contact_before_at = ats.get(MilestoneKind.CONTACT_BEFORE)
    edition.filing_before_at = ats[MilestoneKind.FILING_BEFORE]


def load_rows(edition, document: dict) -> None:
    for rows in ROWS:
        rows.load(edition, document)
    replace(edition, models.Milestone, milestones(document))
    functions = document["partners"]["functions_required"]
    replace(edition, models.PartnerFunction, [{"code": code} for code in functions])
    texts = document.get("texts", {})
    bodies = [{"key": key, "body": body} for key, body in texts.items()]
    replace(edition, models.EditionText, bodies)


def milestones(document: dict) -> list[dict]:
    labels, notes = document.get("calendar_labels", {}), document.get("calendar_notes", {})
    return [
        {
            "kind": one.kind,
            "at_local": one.text,
            "at": one.at,
            "precision": one.precision,
            "label": labels.get(one.kind, ""),
            "note": notes.get(one.kind, ""),
        }
        for one in calendar.moments(document)
    ]


def replace(edition, model, items: list[dict]) -> None:
    model.objects.filter(edition=edition).delete()
    model.objects.bulk_create(
        model(edition=edition, position=place, **item) for place, item in enumerate(items)
    )


def resolve_relative(document: dict, today: date) -> dict:
    """Lay a calendar written in days from today onto real dates, and name the year.

    A date is `{"days": 25, "time": "23:59:59"}`, `{"days": 60}` or `{"days": 80,
    "precision": "month"}`; the year is that of such a date, and `{year}` in the title is it.
    A document with real dates comes back unchanged.
    """
    dates = {kind: resolve_date(value, today) for kind, value in document["calendar"].items()}
    year = document["year"]
    year = year if isinstance(year, int) else int(resolve_date(year, today)[:4])
    title = document["title"].replace("{year}", str(year))
    return {**document, "calendar": dates, "year": year, "title": title}


def resolve_date(value: str | dict, today: date) -> str:
    if isinstance(value, str):
        return value
    day = today + timedelta(days=value["days"])
    if "time" in value:
        return f"{day.isoformat()}T{value['time']}"
    return day.isoformat()[:7] if value.get("precision") == Precision.MONTH else day.isoformat()


def shift_date(text: str, years: int) -> str:
    """The same date some years on; 29 February becomes 28."""
    _, precision = calendar.parse(text)
    moved = f"{int(text[:4]) + years:04d}{text[4:]}"
    try:
        calendar.parse(moved)
    except ValueError:
        moved = moved.replace("-02-29", "-02-28")
    return calendar.write(calendar.parse(moved)[0], precision)


def shift(document: dict, *, years: int) -> dict:
    """The edition some years on: its dates, its year and the years its title and labels name.

    Notes on dates and notices stay behind: they told of the old calendar.
    """
    dates = {kind: shift_date(text, years) for kind, text in document["calendar"].items()}
    labels = document.get("calendar_labels", {}).items()
    return {
        **document,
        "calendar": dates,
        "calendar_labels": {kind: shift_years(text, years) for kind, text in labels},
        "calendar_notes": {},
        "year": document["year"] + years,
        "title": shift_years(document["title"], years),
        "notices": [],
    }


def move_dates(document: dict, *, years: int = 0, days: int = 0) -> dict:
    """The same edition with every date moved; its year and its words stay."""
    dates = {kind: move_date(text, years, days) for kind, text in document["calendar"].items()}
    return {**document, "calendar": dates}


def move_date(text: str, years: int, days: int) -> str:
    """A month moves as its middle does: half a year after May is November."""
    local, precision = calendar.parse(shift_date(text, years))
    if precision == Precision.MONTH:
        local = local.replace(day=MIDDLE)
    return calendar.write(local + timedelta(days=days), precision)


def shift_years(text: str, years: int) -> str:
    """« Bilan 2023 » two years on is « Bilan 2025 »."""
    return re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + years), text)
