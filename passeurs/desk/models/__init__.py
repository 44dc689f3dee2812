"""What the coordination keeps of its own beside a dossier.

All of it lives above `dossiers`, which cannot import it: no page of the holder's can show it.
"""

from .dockets import Docket, Label, Note
from .exports import Export
from .jobs import Job, JobItem
from .templates import ReplyTemplate
from .views import ColumnChoice, SavedView

__all__ = [
    "ColumnChoice",
    "Docket",
    "Export",
    "Job",
    "JobItem",
    "Label",
    "Note",
    "ReplyTemplate",
    "SavedView",
]
