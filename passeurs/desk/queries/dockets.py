"""Which dockets are to be read again."""

from django.db.models import F, Q

from passeurs.dossiers.models import Dossier


def to_read():
    """Dossiers never read, or touched since; the ones touched last come first."""
    stale = Q(docket__isnull=True) | Q(docket__read_at=None)
    stale |= Q(docket__read_at__lt=F("updated_at"))
    related = ("edition__coordination", "structure__commune", "project", "audience")
    return Dossier.objects.filter(stale).select_related(*related).order_by("-updated_at", "pk")
