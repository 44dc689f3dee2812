"""What a holder gave up, what it frees, and who comes next on the waiting list."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from passeurs.accounts.models import User
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier

from ..enums import Verdict
from ..models import Grant, Passage, Publication, Sitting
from .session import Rest, is_whole, judged_by, left_of, title_of

RELATED = ("sitting", "decision", "skip", "dossier__project", "dossier__structure")


@dataclass(frozen=True)
class Freed:
    """What one dossier given up had received, by funder."""

    passage: Passage
    amounts: list[tuple[str, Decimal]]

    @property
    def title(self) -> str:
        return title_of(self.passage)


class WaitingList:
    """The list as one reader sees it; of a dossier they are kept away from, nothing."""

    def __init__(self, sitting: Sitting, user: User) -> None:
        self.sitting, self.user = sitting, user

    @cached_property
    def passages(self) -> list[Passage]:
        return list(waiting_of(self.sitting).filter(dossier__in=judged_by(self.user).values("pk")))

    @property
    def next(self) -> Passage | None:
        """The first that was not left aside."""
        return next((one for one in self.passages if not hasattr(one, "skip")), None)

    @cached_property
    def freed(self) -> list[Freed]:
        rows = self.sitting.passages.filter(dossier__state=State.RENOUNCED)
        seen = rows.filter(dossier__in=judged_by(self.user).values("pk"))
        given = defaultdict(list)
        grants = Grant.objects.filter(decision__passage__in=seen).select_related("envelope")
        for one in grants.annotate(of=F("decision__passage")):
            given[one.of].append((one.envelope.funder, one.amount))
        held = seen.select_related("dossier__project", "dossier__structure").order_by("rank")
        return [Freed(one, given[one.pk]) for one in held]

    @cached_property
    def rests(self) -> list[Rest]:
        """What is left of each envelope; nothing for whoever is kept away from a dossier."""
        return left_of(self.sitting) if is_whole(self.sitting, self.user) else []


def waiting_of(sitting: Sitting) -> QuerySet[Passage]:
    """Those that wait, in the order of their rank."""
    rows = sitting.passages.filter(dossier__state=State.WAITING)
    rows = rows.filter(decision__verdict=Verdict.WAITING).select_related(*RELATED)
    return rows.order_by("decision__rank", "rank", "pk")


def sitting_of(dossier: Dossier) -> Sitting | None:
    """The sitting whose decision was published last."""
    rows = Sitting.objects.filter(passages__letters__award__dossier=dossier)
    found = rows.select_related("edition__coordination").order_by("-publications__published_at")
    return found.first()


def to_replace(user: Any) -> QuerySet[Sitting]:
    """The sittings one keeps where a dossier waits, and something was freed since the last told."""
    seen = judged_by(user).values("pk")
    there = Passage.objects.filter(sitting=OuterRef("pk"), dossier__in=seen)
    waiting = there.filter(dossier__state=State.WAITING, skip=None)
    told = Publication.objects.filter(
        sitting=OuterRef("sitting"), published_at__gte=OuterRef("dossier__updated_at")
    )
    freed = there.filter(~Exists(told), dossier__state=State.RENOUNCED)
    rows = Sitting.objects.kept_by(user).filter(Exists(waiting), Exists(freed))
    return rows.order_by("-starts_at")


def to_publish(user: Any) -> QuerySet[Sitting]:
    """The ended sittings one keeps of which a dossier still awaits its answer."""
    seen = judged_by(user).values("pk")
    there = Passage.objects.filter(sitting=OuterRef("pk"), dossier__in=seen)
    left = there.filter(dossier__state=State.ADMISSIBLE)
    return Sitting.objects.kept_by(user).filter(Exists(left), state="ended").order_by("-starts_at")
