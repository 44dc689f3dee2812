"""The corrections asked of a dossier: what is open, until when, and what was answered."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from passeurs.eligibility.engine import evaluate

from ..enums import CorrectionState
from ..models import CorrectionItem, CorrectionRequest, Dossier
from .document import dump

RELATED = ("sent_by", "returned_by", "prepared_by", "before", "after")


def corrections_of(dossier: Dossier, *, drafts: bool = False) -> list[CorrectionRequest]:
    """Every request, the last first; the drafts are for the coordination alone."""
    found = dossier.corrections.select_related(*RELATED)
    items = CorrectionItem.objects.select_related("answered_by")
    found = found.prefetch_related(Prefetch("items", items))
    if not drafts:
        found = found.exclude(state=CorrectionState.DRAFT)
    rows = list(found)
    for row in rows:
        row.dossier = dossier
    return rows


def draft_of(dossier: Dossier) -> CorrectionRequest | None:
    """What the coordination is preparing for the dossier, with its items."""
    drafts = (one for one in corrections_of(dossier, drafts=True) if one.is_draft)
    return next(drafts, None)


def correction_in(dossier: Dossier, pk: int) -> CorrectionRequest | None:
    found = dossier.corrections.select_related(*RELATED).exclude(state=CorrectionState.DRAFT)
    return _of(dossier, found.filter(pk=pk).first())


def item_in(dossier: Dossier, pk: int) -> CorrectionItem | None:
    """A field of a request that was sent, whatever became of it since."""
    items = CorrectionItem.objects.select_related("request")
    items = items.exclude(request__state=CorrectionState.DRAFT)
    item = items.filter(request__dossier=dossier, pk=pk).first()
    if item:
        _of(dossier, item.request)
    return item


def _of(dossier: Dossier, found: Any) -> Any:
    if found:
        found.dossier = dossier
    return found


def open_items(dossier: Dossier, section: str) -> list[CorrectionItem]:
    """The fields of a section that the request at the holder's asks to be looked at again."""
    sent = {"request__dossier": dossier, "request__state": CorrectionState.SENT}
    return list(CorrectionItem.objects.filter(**sent, section=section))


def correction_until() -> Subquery:
    """For a queryset of dossiers: the date of the corrections that its holder still owes."""
    sent = CorrectionRequest.objects.filter(dossier=OuterRef("pk"), state=CorrectionState.SENT)
    return Subquery(sent.order_by().values("due_at")[:1])


def corrections_due(*, dossiers: Any) -> Any:
    """Those at the holder's, and those that came back and wait for a word, by date."""
    waiting = [CorrectionState.SENT, CorrectionState.RETURNED]
    found = CorrectionRequest.objects.filter(dossier__in=dossiers, state__in=waiting)
    related = ("dossier__edition__coordination", "dossier__structure", "dossier__project")
    return found.select_related(*related).order_by("due_at", "pk")


def judged_as_filed(dossier: Dossier, *, at: datetime) -> tuple[Any, Any, Any]:
    """The document, its edition's and the verdicts, at the instant of the filing: never late."""
    filed_at = dossier.submitted_at or at
    document, edition = dump(dossier), dossier.edition.document()
    document["context"]["submitted_at"] = filed_at.isoformat()
    return document, edition, evaluate(document, edition, at=filed_at)
