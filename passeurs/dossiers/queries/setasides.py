"""Texts that met a newer one, waiting for somebody to choose."""

from ..models import SetAside


def set_asides_of(dossier, section):
    """Those of a section (its row, which knows whether there may be any), oldest first."""
    if not section.has_set_aside:
        return []
    waiting = SetAside.objects.filter(dossier=dossier, section=section.code, settled_at=None)
    return list(waiting.select_related("by").order_by("pk"))
