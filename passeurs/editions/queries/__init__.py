"""What the editions' screens read."""

from .changes import answers_changed, dossiers_of
from .editions import editions_kept, sources_for

__all__ = ["answers_changed", "dossiers_of", "editions_kept", "sources_for"]
