"""A person's jobs: where each stands, what came of each dossier, what is known beforehand."""

from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Subquery

from passeurs.core.typography import plural
from passeurs.dossiers.enums import DESK_LABELS, State
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.lists import for_acting
from passeurs.organisations.models import TeamMember

from ..enums import ItemState, JobKind
from ..models import Job, JobItem
from .dossiers import ours

NAMED = 5


def jobs_of(user):
    """One's own, the latest first, each with how much of it is done."""
    counted = JobItem.objects.filter(job=OuterRef("pk")).exclude(state=ItemState.WAITING)
    many = counted.order_by().values("job").annotate(n=Count("pk")).values("n")
    return Job.objects.filter(owner=user).annotate(settled=Subquery(many))


def tally_of(job):
    """How many dossiers stand in each state, and how many are settled."""
    rows = JobItem.objects.filter(job=job).order_by().values_list("state").annotate(Count("pk"))
    counts = dict.fromkeys(ItemState.values, 0) | dict(rows)
    return counts | {"settled": job.total - counts[ItemState.WAITING]}


def items_of(job, state=""):
    """The lines of the report; `state` keeps those that came to it."""
    rows = JobItem.objects.filter(job=job)
    if state in ItemState.values:
        rows = rows.filter(state=state)
    return rows.annotate(
        reference=F("dossier__reference"),
        title=F("dossier__project__title"),
        structure=F("dossier__structure__name"),
    ).order_by("position")


def left_of(job):
    """The keys of what is left to do, in order."""
    waiting = JobItem.objects.filter(job=job, state=ItemState.WAITING).order_by("position")
    return list(waiting.values_list("pk", flat=True))


def done_of(job):
    """The dossiers done: (key, reference, name of the structure), in order."""
    done = JobItem.objects.filter(job=job, state=ItemState.DONE).order_by("position")
    return done.values_list("dossier", "dossier__reference", "dossier__structure__name")


def to_act_on(user, pk):
    """A dossier of one's own coordination, with one's roles, or None; nobody who left has any."""
    if not user.is_active:
        return None
    return for_acting(user).filter(ours(user), pk=pk).first()


def one_in(job, rank):
    """The dossier of that rank, from 1, and its rank kept within bounds; None when it is gone."""
    rank = min(max(rank, 1), job.total)
    item = JobItem.objects.filter(job=job, position=rank).first()
    return rank, item and to_act_on(job.owner, item.dossier_id)


@dataclass(frozen=True)
class Foreseen:
    """Dossiers that will be refused, as far as is known: how many, why, and the first of them."""

    sentence: str
    names: list[str] = field(default_factory=list)
    is_sure: bool = True


def foreseen(job):
    """What is known before it begins, in a few questions whatever the number of dossiers."""
    mine = Dossier.objects.visible_to(job.owner).filter(ours(job.owner))
    chosen = mine.filter(pk__in=JobItem.objects.filter(job=job).values("dossier")).order_by()
    known = [_lost(job, chosen), *_by_state(job, chosen)]
    if job.kind == JobKind.ASSIGN:
        known.append(_not_of_their_team(job, chosen))
    return [one for one in known if one]


def _lost(job, chosen):
    lost = job.total - chosen.count()
    return lost and Foreseen(f"{plural(lost, 'dossier')} hors de votre accès désormais.")


def _by_state(job, chosen):
    """Those whose state does not allow it."""
    match job.kind:
        case JobKind.ADMIT | JobKind.REFUSE:
            wrong, why = chosen.exclude(state=State.SUBMITTED), "pas de décision à prendre"
        case JobKind.DOCUMENT:
            wrong, why = chosen.filter(state=State.ABANDONED), "rien ne s’y demande plus"
        case _:
            return
    counted = wrong.values_list("state").annotate(n=Count("pk"))
    for state, count in sorted(counted):
        names = wrong.filter(state=state).order_by("reference").values_list("reference", flat=True)
        label = DESK_LABELS[state].lower()
        yield Foreseen(f"{plural(count, 'dossier')} « {label} » : {why}.", list(names[:NAMED]))
    if job.kind == JobKind.ADMIT:
        yield _held_back(chosen.filter(state=State.SUBMITTED))


def _held_back(chosen):
    """Those that some point held back when they were last read."""
    held = chosen.filter(docket__blocking__gt=0)
    count = held.count()
    names = held.order_by("reference").values_list("reference", flat=True)[:NAMED]
    sentence = f"{plural(count, 'dossier')} avec un point bloquant à la dernière lecture."
    return count and Foreseen(sentence, list(names), is_sure=False)


def _not_of_their_team(job, chosen):
    agent = job.options.get("agent")
    if not agent:
        return None
    teams = TeamMember.objects.filter(user=agent, role="coordination")
    elsewhere = chosen.exclude(edition__coordination__in=teams.values("coordination"))
    count = elsewhere.count()
    return count and Foreseen(f"{plural(count, 'dossier')} hors de l’équipe de cette personne.")
