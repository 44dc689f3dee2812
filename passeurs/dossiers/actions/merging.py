"""Two cards of one structure become one, with what dossiers ask of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.organisations.actions.merging import merge_structures
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import coordinations_of

from ..models import Dossier
from ..queries.merging import filed_by_both, held_elsewhere
from .saving import search_text

TWICE_FILED = (
    "Ces deux structures ont chacune un dossier déposé dans «\u00a0{editions}\u00a0»\u00a0: "
    "faites retirer l’un des deux avant de les fondre."
)
KNOWN_ELSEWHERE = (
    "Une autre coordination connaît aussi la structure à absorber\u00a0: gardez celle-là, "
    "ou voyez ensemble laquelle des deux fiches reste."
)


@transaction.atomic
def merge_holders(  # noqa: PLR0913 - as `merge_structures`
    kept: Structure,
    absorbed: Structure,
    *,
    taken: Iterable[str],
    by: User,
    at: datetime,
    reason: str,
    scope: str = "",
) -> Structure:
    """Merge two structures; the desk's search of their dossiers follows.

    Refused when both have a dossier filed in one edition, and when another coordination has
    dealings with the absorbed one: nobody moves another region's dossiers.

    From then on what both ask adds up under the holder's ceiling. What was filed stays as it was.
    """
    if held_elsewhere(absorbed, coordinations_of(by)):
        raise Refused(KNOWN_ELSEWHERE)
    both = [kept.pk, absorbed.pk]
    list(Dossier.objects.select_for_update().filter(structure__in=both).order_by("pk"))
    if editions := filed_by_both(kept, absorbed):
        raise Refused(TWICE_FILED.format(editions=", ".join(editions)))
    merged = merge_structures(kept, absorbed, taken=taken, by=by, at=at, reason=reason, scope=scope)
    for dossier in Dossier.objects.filter(structure=merged).select_related("structure", "project"):
        Dossier.objects.filter(pk=dossier.pk).update(search=search_text(dossier))
    return merged
