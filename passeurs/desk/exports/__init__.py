"""The region's dossiers as tables: a row per dossier, action, budget line, partner or film."""

from .columns import KINDS, Kind, kind_of
from .making import make
from .questions import with_questions
from .rows import count_of, table_of

__all__ = ["KINDS", "Kind", "count_of", "kind_of", "make", "table_of", "with_questions"]
