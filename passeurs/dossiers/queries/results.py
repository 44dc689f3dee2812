"""The projects an edition supports, as anybody may read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from passeurs.calls.models import Edition
from passeurs.territories.regions import DEPARTMENTS

from ..enums import AwardOutcome, State
from .awards import standing_awards


@dataclass(frozen=True)
class Result:
    """A supported project; `amount` is None where the edition keeps it to itself."""

    title: str
    holder: str
    commune: str
    department: str
    amount: Decimal | None


def results_of(edition: Edition) -> list[Result]:
    """Those granted and not given up, by department then holder; one question.

    Nothing where the edition does not publish its results, and nothing before a publication.
    """
    return list(_results(edition)) if edition.publishes_results else []


def _results(edition: Edition) -> Iterator[Result]:
    rows = standing_awards().filter(
        outcome=AwardOutcome.GRANTED,
        dossier__edition=edition,
        dossier__state=State.GRANTED,
    )
    place = "dossier__structure__commune"
    told = rows.order_by(f"{place}__department", "dossier__structure__name", "pk")
    for title, reference, holder, commune, code, total in told.values_list(
        "dossier__project__title",
        "dossier__reference",
        "dossier__structure__name",
        f"{place}__name",
        f"{place}__department",
        "total",
    ):
        department = f"{DEPARTMENTS.get(code, code)} ({code})" if code else ""
        amount = total if edition.publishes_amounts else None
        yield Result(title or reference, holder, commune or "", department, amount)
