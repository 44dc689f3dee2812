"""An e-mail or a letter as it would be read, before it is kept."""

from passeurs.calls import wordings
from passeurs.calls.models import Edition
from passeurs.core.merging import merge
from passeurs.dossiers.merge_fields import values_of
from passeurs.dossiers.models import Dossier


def preview_of(edition: Edition, subject: str, body: str, *, reference: str) -> dict[str, str]:
    """The text merged for one dossier of the edition, else for an invented one.

    What belongs to the occasion alone (reasons, sums granted) is always that of the example.
    """
    values, found = dict(wordings.SAMPLE), None
    if reference:
        dossiers = Dossier.objects.filter(edition=edition, reference=reference)
        found = dossiers.first()
    if found:
        values |= values_of(found)
    told = {"subject": merge(subject, values), "body": merge(body, values)}
    return told | {"reference": found.reference if found else ""}
