"""The documents asked for beside those of the call, with what was sent for each."""

from django.db.models import Min, OuterRef, Prefetch, Subquery

from ..enums import RequestState
from ..models import DocumentAnswer, DocumentRequest


def requests_of(dossier):
    """Every request of the dossier: what is owed first, then what is settled, the latest first."""
    answers = DocumentAnswer.objects.select_related("file", "by")
    found = dossier.document_requests.select_related("asked_by")
    rows = list(found.prefetch_related(Prefetch("answers", answers)))
    for row in rows:
        row.dossier = dossier
    waiting = [row for row in rows if row.is_open]
    settled = [row for row in rows if not row.is_open]
    return [*waiting, *sorted(settled, key=lambda row: row.settled_at, reverse=True)]


def request_in(dossier, pk):
    """One request of the dossier, or None."""
    found = DocumentRequest.objects.filter(dossier=dossier, pk=pk).first()
    if found:
        found.dossier = dossier
    return found


def answer_in(dossier, pk):
    """A file that was sent for a request of the dossier, or None."""
    found = DocumentAnswer.objects.filter(request__dossier=dossier, pk=pk)
    return found.select_related("file", "request").first()


def awaited_until():
    """For a queryset of dossiers: the nearest day of what its holder owes; nothing when nothing."""
    waiting = DocumentRequest.objects.filter(dossier=OuterRef("pk"), state=RequestState.ASKED)
    nearest = waiting.order_by().values("dossier").annotate(day=Min("due_on"))
    return Subquery(nearest.values("day"))
