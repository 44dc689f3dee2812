"""Texts that met a newer one, waiting for somebody to choose."""


def set_asides_of(dossier, section):
    """Those of a section, oldest first, with who wrote them."""
    waiting = dossier.set_asides.filter(section=section, settled_at=None)
    return list(waiting.select_related("by").order_by("pk"))
