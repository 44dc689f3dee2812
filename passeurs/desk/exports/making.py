"""Making a table in the background."""

import logging
import tempfile
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from passeurs.spreadsheets.writing import write

from ..actions.exports import fail_export, keep_export, start_export, tell_progress
from ..models import Export
from ..queries.dossiers import Filters, found, ours
from .columns import kind_of
from .questions import with_questions
from .rows import count_of, table_of
from .vocabulary import with_vocabulary

STEPS = 20
"""How often a table says how far it is, whatever its length."""

logger = logging.getLogger(__name__)


@task
def make(export_id: str) -> None:
    """Make one table; harmless when run twice."""
    export = Export.objects.filter(pk=UUID(export_id)).select_related("owner").first()
    if export is None or not export.is_running:
        return
    try:
        _make(export)
    except Exception:
        logger.exception("export failed")
        fail_export(export, at=timezone.now())


def _make(export: Export) -> None:
    kind = with_vocabulary(with_questions(kind_of(export.kind), export.owner), export.owner)
    dossiers = found(export.owner, Filters.of_json(export.filters)).filter(ours(export.owner))
    export.total = count_of(kind, dossiers)
    start_export(export, total=export.total)
    step = max(export.total // STEPS, 1)

    def told(done: int) -> None:
        if done % step == 0:
            tell_progress(export, done)

    table = table_of(kind, export.columns, dossiers, told=told)
    with tempfile.TemporaryFile() as content:
        write([table], export.format, content)
        content.seek(0)
        keep_export(export, content, at=timezone.now())
