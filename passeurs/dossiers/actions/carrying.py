"""Starting from an earlier dossier."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused

from ..carrying import Report, carried
from ..models import CarriedOver, Dossier
from ..queries.carrying import document_of, on_list_of
from .exchange import load_dossier

ONE_CLICK = timedelta(minutes=1)


@transaction.atomic
def start_from(
    source: Dossier, edition: Edition, *, kept: set[str], by: Any, at: datetime
) -> Dossier:
    """A draft for this edition with what is kept of an earlier dossier of the same structure.

    Read from its last filing, else from its rows. Commitments, files and confirmations never come
    along; sums asked do, and stay to be confirmed. A second click finds the dossier of the first.
    Journaled. Raises `Refused` when the call is not open, or for what no longer holds.
    """
    if not edition.is_open(at=at):
        raise Refused("Cet appel n’est pas ouvert : on ne peut pas y ouvrir de dossier.")
    if already := _just_made(source, edition, by=by, at=at):
        return already
    document, report = preview(source, edition, kept=kept)
    made = load_dossier(
        document,
        edition=edition,
        structure=source.structure,
        by=by,
        at=at,
        told=("dossier.carry", {"from": source.reference}),
    )
    CarriedOver.objects.create(
        dossier=made,
        source=source,
        source_title=(source.project.title or source.reference)[:200],
        at=at,
        report=report.as_dict(),
        amounts=_asked(made),
    )
    return made


def _just_made(source: Dossier, edition: Edition, *, by: Any, at: datetime) -> Dossier | None:
    """The draft of a first click; the source is held, so that two clicks wait for one another."""
    Dossier.objects.select_for_update().get(pk=source.pk)
    found = CarriedOver.objects.filter(
        source=source, dossier__edition=edition, dossier__created_by=by, at__gt=at - ONE_CLICK
    )
    carried = found.select_related("dossier").first()
    return carried.dossier if carried else None


def preview(
    source: Dossier, edition: Edition, *, kept: set[str]
) -> tuple[Mapping[str, Any], Report]:
    """What would come of each part; nothing is written."""
    document = document_of(source)
    years = max(0, edition.year - source.edition.year)
    return carried(
        document,
        edition.document(),
        kept=kept,
        years=years,
        is_on_list=on_list_of(document, edition),
    )


def _asked(dossier: Dossier) -> list[str]:
    """The fields that hold a sum asked of a funder, as the budget's screen names them."""
    lines = dossier.budgetlines.filter(scope="project", side="product").exclude(funder_kind="")
    asked = [line for line in lines if line.funder_kind != "own"]
    return ["project-drac" if line.funder_kind == "drac" else line.key for line in asked]


@transaction.atomic
def confirm_amounts(dossier: Dossier, *, at: datetime) -> None:
    """The sums that came along are those of this year."""
    CarriedOver.objects.filter(dossier=dossier).update(amounts=[])
