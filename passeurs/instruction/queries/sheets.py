"""The instruction sheet of a dossier, what surrounds it, and what one knows of its holder."""

from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Sum

from passeurs.dossiers.models import Attachment, BudgetLine, Dossier
from passeurs.dossiers.queries.document import dump

from ..models import Sheet, SheetAside, SheetChange
from .proposal import asked_in, proposed_elsewhere

PEOPLE = ("touched_by", "validated_by")
MOST = 20


def sheet_of(dossier):
    """The sheet, or one not written yet that is not kept."""
    found = Sheet.objects.filter(dossier=dossier).select_related(*PEOPLE).first()
    return found or Sheet(dossier=dossier)


def asides_of(sheet):
    """The texts that wait for a choice."""
    if sheet.pk is None:
        return []
    return list(SheetAside.objects.filter(sheet=sheet, settled_at=None).select_related("by"))


def changes_of(sheet):
    """Who changed what in a sheet, last first."""
    return SheetChange.objects.filter(sheet=sheet).select_related("by")


def opinions_shared_with(user):
    """The sheets whose opinion this person may read, the favourable and first in priority on top.

    Each brings its dossier, as its reader sees it in the list.
    """
    related = ("dossier__edition", "dossier__structure", "dossier__project")
    found = Sheet.objects.shared_with(user).select_related(*related)
    return found.order_by("dossier__edition__slug", "priority", "dossier__reference")


def earlier_of(dossier, user):
    """The holder's other dossiers that this person may read: what was asked, and what came of it.

    `asked` is what each asks of the DRAC, `report_file` and `report_on` say that last year's bilan
    came with it.
    """
    lines = BudgetLine.objects.filter(
        dossier=OuterRef("pk"), scope="project", side="product", funder_kind="drac"
    )
    asked = lines.order_by().values("dossier").annotate(total=Sum("amount")).values("total")
    reports = Attachment.objects.filter(
        dossier=OuterRef("pk"), kind="previous_report", removed_at=None
    )
    found = Dossier.objects.visible_to(user).filter(structure=dossier.structure_id)
    found = found.exclude(pk=dossier.pk).select_related("edition", "project")
    found = found.annotate(
        asked=Subquery(asked),
        proposed=F("sheet__amount_proposed"),
        report_file=Subquery(reports.values("pk")[:1]),
        report_on=F("report_record__received_on"),
    )
    return list(found.order_by("-edition__year", "-updated_at")[:MOST])


def bounds_of(dossier):
    """What the amount is held against: the request, the ceiling, the share, and the others."""
    document, money = dump(dossier), dossier.edition.document()["money"]
    elsewhere = proposed_elsewhere(document)
    others = [
        {
            "reference": one["reference"],
            "asked": Decimal(one["requested"]),
            "proposed": elsewhere.get(one["reference"]),
        }
        for one in document["context"]["other_requests"]
    ]
    return {
        "asked": asked_in(document),
        "ceiling": _amount(money.get("ceiling")),
        "share": _amount(money.get("share")),
        "is_per_holder": money.get("ceiling_scope") == "holder",
        "others": others,
    }


def _amount(value):
    return Decimal(value) if value is not None else None
