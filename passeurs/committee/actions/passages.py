"""The order in which dossiers pass."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier

from ..models import Passage, Sitting
from ..queries.reading import marks_of
from ..queries.sittings import dossiers_to_put
from ..rules import moved
from .sittings import hold, journal

NOT_ANY_MORE = "Un des dossiers choisis n’est plus recevable, ou passe déjà\u00a0: relisez."
NO_MARK = "Aucune lecture rendue ne porte de note\u00a0: l’ordre ne change pas."
GONE = "Ce dossier n’est plus à l’ordre de passage."


@transaction.atomic
def put_on_order(sitting: Sitting, dossiers: Iterable[Dossier], *, by: User, at: datetime) -> int:
    """Add dossiers at the end of the order, by number; how many. Journaled.

    Raises `Refused`, and adds none, if one is not admissible in this edition or passes already.
    """
    held = hold(sitting)
    wanted = {one.pk for one in dossiers}
    found = [one for one in dossiers_to_put(held) if one.pk in wanted]
    if len(found) != len(wanted):
        raise Refused(NOT_ANY_MORE)
    last = held.passages.order_by("rank").values_list("rank", flat=True).last() or 0
    rows = [Passage(sitting=held, dossier=one, rank=last + n) for n, one in enumerate(found, 1)]
    Passage.objects.bulk_create(rows)
    journal("ordered", held, by=by, at=at, data={"put": sorted(str(pk) for pk in wanted)})
    return len(rows)


@transaction.atomic
def move_passage(passage: Passage, step: int, *, by: User, at: datetime) -> None:
    """Move a dossier up (-1) or down (+1). Journaled. Raises `Refused` when it was taken off."""
    held = hold(passage.sitting)
    order = list(held.passages.order_by("rank", "pk"))
    keys = [one.pk for one in order]
    if passage.pk not in keys:
        raise Refused(GONE)
    places = {key: rank for rank, key in enumerate(moved(keys, passage.pk, step), start=1)}
    for one in order:
        one.rank = places[one.pk]
    Passage.objects.bulk_update(order, ["rank"])
    journal("ordered", held, by=by, at=at, data={"moved": str(passage.dossier_id), "step": step})


@transaction.atomic
def take_off_order(passage: Passage, *, by: User, at: datetime) -> None:
    """Take a dossier off the order. Journaled; nothing happens if it was already."""
    held = hold(passage.sitting)
    if held.passages.filter(pk=passage.pk).delete()[0]:
        journal("ordered", held, by=by, at=at, data={"taken_off": str(passage.dossier_id)})


@transaction.atomic
def rank_by_marks(sitting: Sitting, *, by: User, at: datetime) -> None:
    """Put the best marked first; those without a mark keep their order, after them. Journaled.

    Raises `Refused` while no reading that this person may know has a mark.
    """
    held = hold(sitting)
    marks = marks_of(held, by)
    if not marks:
        raise Refused(NO_MARK)
    order = list(held.passages.order_by("rank", "pk"))
    order.sort(key=lambda one: marks.get(one.pk, Decimal(-1)), reverse=True)
    for rank, one in enumerate(order, start=1):
        one.rank = rank
    Passage.objects.bulk_update(order, ["rank"], batch_size=500)
    journal("ordered", held, by=by, at=at, data={"by": "marks"})
