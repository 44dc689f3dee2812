"""The sittings one keeps or sits in, who comes, and the order as a person may read it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from passeurs.accounts.models import User
from passeurs.dossiers.enums import State as DossierState
from passeurs.dossiers.models import BudgetLine, Dossier
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import TeamMember

from ..models import SITTING_ROLES, Passage, Seat, Sitting
from ..rules import Place, Quorum, quorum_of

BODIES = {TeamRole.DRAC: "DRAC", TeamRole.REGION: "Région", TeamRole.COORDINATION: "Coordination"}


@dataclass(frozen=True)
class Passing:
    """One dossier of the order: `number` counts what its reader sees, so it has no hole."""

    number: int
    pk: int
    dossier: Any
    asked: Any

    @property
    def is_standing(self):
        return self.dossier.is_filed


def sittings_kept(user):
    """Those of one's coordinations, the last first, with how many dossiers and people."""
    found = Sitting.objects.kept_by(user).select_related("edition")
    return found.annotate(
        dossiers=Count("passages", distinct=True), people=Count("seats", distinct=True)
    )


def sittings_of(user):
    """Those one was invited to, the last first, each with one's own answer."""
    mine = Seat.objects.filter(sitting=OuterRef("pk"), user=user)
    found = Sitting.objects.sat_by(user).select_related("edition__coordination")
    return found.annotate(my_answer=Subquery(mine.values("answer")[:1]))


def seats_of(sitting):
    """Each titular followed by their suppléants, those who preside first."""
    rows = sitting.seats.select_related("user", "stands_in_for__user")
    order = (Coalesce("stands_in_for", "pk"), F("stands_in_for").asc(nulls_first=True), "pk")
    return sorted(rows.order_by(*order), key=_presides)


def _presides(seat):
    head = seat.stands_in_for or seat
    return {"president": 0, "member": 1, "observer": 2}[head.role]


def seat_of(sitting, user):
    """One's own seat, once invited to it, or None."""
    return sitting.seats.filter(user=user, invited_at__isnull=False).first()


def quorum(seats, sitting) -> Quorum:
    places = [Place(one.pk, one.role, one.answer, one.stands_in_for_id) for one in seats]
    return quorum_of(places, sitting.quorum)


def order_for(sitting, user):
    """The dossiers that pass, for this reader: those they may not see are not told of at all."""
    seen = Dossier.objects.judged_by(user)
    rows = sitting.passages.filter(dossier__in=seen.values("pk"))
    lines = BudgetLine.objects.filter(
        dossier=OuterRef("dossier"), scope="project", side="product", funder_kind="drac"
    )
    asked = lines.order_by().values("dossier").annotate(total=Sum("amount")).values("total")
    related = ("dossier__structure__commune", "dossier__project")
    found = rows.select_related(*related).annotate(asked=Subquery(asked))
    return [
        Passing(number, row.pk, row.dossier, row.asked)
        for number, row in enumerate(found.order_by("rank", "pk"), start=1)
    ]


def dossiers_to_put(sitting):
    """What may be put on the order: the edition's admissible dossiers that are not on it."""
    on_it = Passage.objects.filter(sitting=sitting).values("dossier")
    found = Dossier.objects.filter(edition=sitting.edition_id, state=DossierState.ADMISSIBLE)
    found = found.exclude(pk__in=on_it).select_related("structure", "project")
    return found.order_by("reference")


def people_to_seat(sitting):
    """Those of the coordination's team who have no seat yet, by name."""
    rows = TeamMember.objects.filter(
        coordination=sitting.edition.coordination_id, role__in=SITTING_ROLES
    )
    free = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    free = free.exclude(pk__in=sitting.seats.values("user"))
    return free.order_by("last_name", "first_name", "pk")


def titulars_of(sitting):
    """The seats a suppléant may stand in for."""
    return sitting.seats.filter(~Q(role="observer"), stands_in_for=None).select_related("user")
