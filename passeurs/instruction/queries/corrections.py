"""Whether the holder has been asked to correct something and may still answer."""

from passeurs.dossiers.enums import CorrectionState
from passeurs.dossiers.models import CorrectionRequest


def has_open_correction(dossier, *, at):
    """Whether fields of the dossier are open again: what it says may still change."""
    sent = CorrectionRequest.objects.filter(dossier=dossier, state=CorrectionState.SENT)
    return sent.filter(due_at__gte=at).exists()
