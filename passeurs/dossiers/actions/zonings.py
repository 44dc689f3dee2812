"""After a new vintage: which places of the open dossiers changed class, told once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family
from passeurs.territories.actions import mark_compared
from passeurs.territories.comparison import Comparison
from passeurs.territories.enums import Kind
from passeurs.territories.models import Vintage
from passeurs.territories.queries import locate_many, vintages_to_compare
from passeurs.territories.wording import change_told

from ..models import Action, Dossier
from ..queries.team import filers_of

BATCH = 500
LIVE = ("draft", "submitted", "admissible", "granted", "waiting", "withdrawn")
RURAL_ORDER = (Kind.ZRR, Kind.FRR)

type Rural = tuple[str, int]
type Zonings = tuple[int, Rural]


def compare_new_vintages(*, at: datetime) -> int:
    """Compare the places of the open dossiers with the vintages loaded since the last time.

    Those who file each dossier and its coordination are told once of what changed. A verdict keeps
    the vintage it used: the call chose its own. Returns how many dossiers were told.
    """
    fresh = list(vintages_to_compare())
    told = 0
    if fresh:
        editions = Edition.objects.filter(filing_before_at__gt=at).select_related("coordination")
        told = sum(_compare(edition, fresh, at=at) for edition in editions)
        mark_compared(fresh, at=at)
    return told


def _compare(edition: Edition, fresh: list[Vintage], *, at: datetime) -> int:
    """Tell the dossiers of one edition whose places changed."""
    own = _own(edition)
    new = _newer(own, fresh)
    if new is None:
        return 0
    changed = defaultdict(list)
    for action, comparison in _compared(edition, new):
        if comparison.changed:
            changed[action.dossier].append((action, comparison))
    for dossier, rows in changed.items():
        _tell(dossier, rows, is_own=new == own, at=at)
    return len(changed)


def _own(edition: Edition) -> Zonings:
    territory = edition.document()["territory"]
    return territory["qpv_vintage"], (territory["rural"]["kind"], territory["rural"]["vintage"])


def _newer(own: Zonings, fresh: Iterable[Vintage]) -> Zonings | None:
    """The edition's zonings, those just loaded standing for the older; None when none does."""
    (qpv, rural), is_new = own, False
    for one in fresh:
        if one.kind == Kind.QPV and one.vintage >= qpv:
            qpv, is_new = one.vintage, True
        elif one.kind in RURAL_ORDER and _rank((one.kind, one.vintage)) >= _rank(rural):
            rural, is_new = (one.kind, one.vintage), True
    return (qpv, rural) if is_new else None


def _rank(rural: Rural) -> tuple[int, int]:
    kind, vintage = rural
    return RURAL_ORDER.index(Kind(kind)), vintage


def _compared(edition: Edition, new: Zonings) -> Iterable[tuple[Action, Comparison]]:
    """Each placed action with what was found for it and what the new zonings say."""
    rows = Action.objects.filter(dossier__edition=edition, dossier__state__in=LIVE)
    placed = list(
        rows.exclude(findings={}).select_related("dossier__structure", "dossier__edition")
    )
    qpv, rural = new
    for start in range(0, len(placed), BATCH):
        batch = placed[start : start + BATCH]
        places = [{"insee": one.commune_id, "lat": one.lat, "lon": one.lon} for one in batch]
        found = locate_many(places, qpv_vintage=qpv, rural=rural)
        for action, place, after in zip(batch, places, found, strict=True):
            yield action, Comparison(place, action.findings, after)


@transaction.atomic
def _tell(
    dossier: Dossier, rows: list[tuple[Action, Comparison]], *, is_own: bool, at: datetime
) -> None:
    """Write to those who file and to the coordination; a draft is read with its call's own words.

    Where the call's very vintage was corrected, the findings of an open draft follow it.
    """
    lines = [_line(action, comparison) for action, comparison in rows]
    if is_own and dossier.is_editable:
        for action, comparison in rows:
            Action.objects.filter(pk=action.pk).update(findings=comparison.after)
    digest = sha256("\n".join(lines).encode()).hexdigest()[:16]
    people: list[User | str] = [*filers_of(dossier), dossier.edition.coordination.email]
    context = {"dossier": dossier, "lines": lines, "is_own": is_own}
    key = f"dossier.zonings:{dossier.pk}:{digest}"
    notify(
        people,
        "dossiers/emails/zonings_changed",
        context,
        key=key,
        at=at,
        family=Family.NEWS,
    )


def _line(action: Action, comparison: Comparison) -> str:
    place = action.place_label or action.title or "une action"
    changes = (
        change_told(zoning, comparison.before[zoning], comparison.after[zoning])
        for zoning in comparison.changed
    )
    return f"{place}\u00a0: {', '.join(changes)}."
