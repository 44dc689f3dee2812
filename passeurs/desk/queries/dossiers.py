"""The region's dossiers as a list: filtered, sorted, counted; every read starts from `visible_to`.

The dossier's own words are found through its folded `search` column, its figures through its
docket. One question brings the rows of a page, whatever the number of dossiers.
"""

from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Sum, Window
from django.db.models.functions import RowNumber

from passeurs.core.folding import words_of
from passeurs.dossiers.enums import FILED
from passeurs.dossiers.models import Dossier
from passeurs.organisations.models import TeamMember

from ..enums import Order, SheetStanding, Standing, Zone
from ..models import Docket, Label

ORDERS = {
    Order.RECENT: ["-updated_at"],
    Order.FILED: [F("submitted_at").desc(nulls_last=True)],
    Order.STRUCTURE: ["structure__name"],
    Order.MOST: [F("docket__requested").desc(nulls_last=True)],
    Order.LEAST: [F("docket__requested").asc(nulls_last=True)],
    Order.BLOCKED: [F("docket__blocking").desc(nulls_last=True)],
}
STANDINGS = {
    Standing.READY: Q(docket__blocking=0, docket__judged__gt=0),
    Standing.BLOCKED: Q(docket__blocking__gt=0),
    Standing.TO_CONFIRM: Q(docket__to_confirm__gt=0),
}
ZONES = {
    Zone.BOTH: [Zone.BOTH],
    Zone.QPV: [Zone.QPV, Zone.BOTH],
    Zone.RURAL: [Zone.RURAL, Zone.BOTH],
    Zone.NONE: [Zone.NONE],
}
NOBODY = "personne"
FIGURES = ("requested", "zone", "voir", "faire", "judged", "met", "blocking", "to_confirm")
SHOWN = [f"docket__{name}" for name in FIGURES] + [
    "docket__agent__first_name",
    "docket__agent__last_name",
]


@dataclass(frozen=True)
class Filters:
    """What a list is asked for; each part left empty asks for nothing.

    `only` holds the keys of dossiers chosen one by one, as text.
    """

    text: str = ""
    state: str = ""
    edition: Any = None
    department: str = ""
    zone: str = ""
    kind: str = ""
    returning: bool | None = None
    standing: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    agent: str = ""
    label: str = ""
    opinion: str = ""
    priority: str = ""
    sheet: str = ""
    only: tuple[str, ...] = ()

    def as_json(self):
        """Fit to be kept: the edition by its key, amounts as text."""
        kept = asdict(self) | {"edition": self.edition and self.edition.pk}
        return {name: str(v) if isinstance(v, Decimal) else v for name, v in kept.items()}

    @classmethod
    def of_json(cls, kept):
        amounts = {name: Decimal(kept[name]) for name in ("least", "most") if kept.get(name)}
        return cls(**kept | amounts | {"only": tuple(kept.get("only", ()))})

    @property
    def is_of_the_team(self):
        """Whether it asks for what only the coordination may know."""
        return any((self.agent, self.label, self.opinion, self.priority, self.sheet))

    @property
    def is_empty(self):
        return not any(getattr(self, one.name) not in ("", None, ()) for one in fields(self))


def found(user, filters):
    """The dossiers that answer, in no order yet; those one takes part in are left out."""
    rows = Dossier.objects.visible_to(user).exclude(Dossier.objects.held_by(user))
    for word in words_of(filters.text):
        rows = rows.filter(search__contains=word)
    rows = rows.filter(_of_the_dossier(filters) & _of_the_docket(filters))
    if filters.only:
        rows = rows.filter(pk__in=filters.only)
    if filters.is_of_the_team:  # nobody reads another team's by asking for it
        rows = rows.filter(ours(user), _followed(filters.agent), _labelled(filters.label))
        rows = rows.filter(_of_the_sheet(filters))
    return rows


def _of_the_dossier(filters):
    asked = {
        "edition": filters.edition,
        "structure__legal_status": filters.kind,
        "took_part_last_year": filters.returning,
        "state": filters.state,
    }
    return Q(**{name: value for name, value in asked.items() if value not in ("", None)})


def _of_the_docket(filters):
    asked = STANDINGS.get(filters.standing, Q())
    if filters.department:
        asked &= Q(docket__departments__contains=f" {filters.department} ")
    if filters.zone:
        asked &= Q(docket__zone__in=ZONES[filters.zone])
    if filters.least is not None:
        asked &= Q(docket__requested__gte=filters.least)
    if filters.most is not None:
        asked &= Q(docket__requested__lte=filters.most)
    return asked


def _of_the_sheet(filters):
    """What the coordination thinks of the dossier, and how far its sheet is."""
    asked = Q(sheet__opinion=filters.opinion) if filters.opinion else Q()
    if filters.priority:
        asked &= Q(sheet__priority=filters.priority)
    if filters.sheet == SheetStanding.TO_WRITE:
        return asked & (Q(sheet=None) | Q(sheet__state=filters.sheet))
    return asked & Q(sheet__state=filters.sheet) if filters.sheet else asked


def _followed(agent):
    if agent == NOBODY:
        return Q(docket__agent=None)
    return Q(docket__agent=agent) if agent else Q()


def _labelled(name):
    worn = Docket.objects.filter(dossier=OuterRef("pk"), labels__folded=name)
    return Exists(worn) if name else Q()


def ours(user):
    """Where the person is of the coordination."""
    coordination = OuterRef("edition__coordination")
    return Exists(
        TeamMember.objects.filter(user=user, coordination=coordination, role="coordination")
    )


class Listed:
    """Dossiers in an order, to be sliced: the keys of a slice first, then what its rows show.

    Sorting ten thousand keys costs a quarter of sorting ten thousand wide rows.
    """

    def __init__(self, rows, user, *, order=Order.RECENT):
        self._rows, self._user = rows, user
        self._keys = rows.order_by(*ORDERS[order], "pk").values_list("pk", flat=True)

    def __getitem__(self, part):
        return drawn(self._rows, self._keys[part], self._user)


def drawn(rows, keys, user):
    """The rows of these keys, in their order."""
    keys = list(keys)
    found = {row.pk: row for row in rows_of(rows.filter(pk__in=keys), user)} if keys else {}
    return [found[key] for key in keys if key in found]


def rows_of(rows, user):
    """Light rows for a table or a board, with what each column shows.

    `is_ours` where the person is of the coordination, which alone reads a dossier at the desk.
    """
    worn = Prefetch("docket__labels", Label.objects.only("name", "folded"))
    return (
        rows.select_related("docket__agent")
        .annotate(
            title=F("project__title"),
            structure_name=F("structure__name"),
            city=F("structure__commune__name"),
            is_ours=ours(user),
        )
        .only("id", "reference", "state", "updated_at", *SHOWN)
        .prefetch_related(worn)
        .order_by()
    )


def totals_of(rows):
    """How many dossiers by state, and in all what is asked for in those that stand filed."""
    counted = rows.values("state").annotate(n=Count("pk"), asked=Sum("docket__requested"))
    by_state = {row["state"]: row for row in counted.order_by()}
    return {
        "count": {state: row["n"] for state, row in by_state.items()},
        "all": sum(row["n"] for row in by_state.values()),
        "filed": sum(by_state[state]["n"] for state in FILED if state in by_state),
        "requested": sum(
            (by_state[state]["asked"] or Decimal(0) for state in FILED if state in by_state),
            Decimal(0),
        ),
    }


def columns_of(rows, user, *, order=Order.RECENT, most=20):
    """The first rows of each state: the board."""
    place = Window(RowNumber(), partition_by=F("state"), order_by=[*ORDERS[order], "pk"])
    first = rows.order_by().annotate(place=place).filter(place__lte=most)
    return drawn(rows, first.order_by("place").values_list("pk", flat=True), user)
