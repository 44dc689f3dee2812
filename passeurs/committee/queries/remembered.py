"""Long computations over a sitting, remembered for their reader while what they rest on stands.

The key is made of all that can change the answer, read in four questions whatever the number of
dossiers: so a remembered answer is never an old one, but for a structure's own card (ten minutes).
"""

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.db.models import Count, F, Max, Q, Sum

from passeurs.accounts.models import User
from passeurs.dossiers.enums import FILED
from passeurs.dossiers.models import Dossier

from ..models import Reading, Sitting

KEPT_S = 600
SUMS = {
    "dossiers": Count("pk"),
    "which": Sum("pk"),
    "places": Sum(F("pk") * F("rank")),
    "swaps": Sum(F("pk") % 1009 * F("rank") * F("rank")),
    "touched": Max("dossier__updated_at"),
    "sheets": Count("dossier__sheet"),
    "versions": Sum("dossier__sheet__version"),
    "shared": Count("dossier__sheet", filter=Q(dossier__sheet__is_shared=True)),
}
"""What tells one order of passage from another, and what was last written of its dossiers."""


class Memory:
    """What was worked out of a sitting for one reader."""

    def __init__(self, sitting: Sitting, user: User) -> None:
        self.sitting, self.user = sitting, user

    def of[T](self, name: str, version: Any, make: Callable[[], T]) -> T:
        """`make()`, or what it answered a moment ago; `version` adds to what it rests on."""
        rests_on = (str(self.sitting.pk), self.user.pk, version, self._stamp)
        key = f"committee:{name}:{sha256(repr(rests_on).encode()).hexdigest()}"
        held = caches["computed"].get(key)
        if held is None:
            held = make()
            caches["computed"].set(key, held, KEPT_S)
        return held

    @cached_property
    def _stamp(self) -> tuple[Any, ...]:
        sitting = self.sitting
        seen = Dossier.objects.visible_to(self.user)
        order = sitting.passages.filter(dossier__in=seen.values("pk")).order_by("dossier__state")
        standing = sitting.passages.filter(dossier__state__in=FILED)
        readings = Reading.objects.filter(seat__sitting=sitting).order_by()
        read = readings.aggregate(
            touched=Max("touched_at"), given=Count("given_at"), scores=Sum("score")
        )
        return (
            (sitting.state, sitting.marks_shown, sitting.do_keepers_see_marks),
            list(order.values_list("dossier__state").annotate(**SUMS)),
            standing.count(),
            read,
            list(sitting.envelopes.order_by("pk").values_list()),
        )
