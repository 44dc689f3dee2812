"""Preparing a job, confirming it, doing it dossier by dossier, and forgetting it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.dossiers.models import Dossier
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family
from passeurs.organisations.models import Coordination

from ..enums import ItemState, JobKind, JobState
from ..models import Job, JobItem
from ..queries.jobs import to_act_on

MOST = 10_000
MOST_ON_PAPER = 2_000
AT_A_TIME = 3
MOST_TRIES = 3
DRAFTS_LIVE = timedelta(days=1)
FILES_LIVE = timedelta(days=1)
REPORTS_LIVE = timedelta(days=30)
SILENT = timedelta(minutes=2)
"""Past it, the worker that ran a job is taken for dead."""
AT_ONCE = 500
MANY = 50
"""Dossiers from which a job is long enough to be left, and its end worth an e-mail."""
RUNNING = (JobState.WAITING, JobState.RUNNING)
GONE = "Vous n’avez plus accès à ce dossier."
FORBIDDEN = "Ce dossier, «\u00a0{}\u00a0», ne le permet pas, ou vous n’en avez plus le droit."
FAILED = "Une erreur inattendue s’est produite : rien n’a été fait dans ce dossier."
TOO_OFTEN = "Ce dossier a arrêté le traitement trois fois : il a été laissé de côté."

logger = logging.getLogger(__name__)


@transaction.atomic
def prepare_job(
    kind: JobKind,
    dossiers: QuerySet,
    *,
    query: str = "",
    options: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
) -> Job:
    """Keep the choice until it is confirmed: nothing is done yet.

    Raises `Refused` for an empty choice, or one past what a job may hold.
    """
    keys = list(dossiers.order_by("reference").values_list("pk", flat=True)[: MOST + 1])
    most = MOST_ON_PAPER if kind == JobKind.PAPER else MOST
    if not keys:
        raise Refused("Cochez d’abord un dossier au moins.")
    if len(keys) > most:
        raise Refused(f"Au-delà de {most} dossiers à la fois, resserrez d’abord les filtres.")
    job = Job.objects.create(
        owner=by,
        kind=kind,
        options=dict(options or {}),
        query=query[:600],
        total=len(keys),
        asked_at=at,
        expires_at=at + DRAFTS_LIVE,
    )
    rows = (JobItem(job=job, dossier_id=pk, position=rank) for rank, pk in enumerate(keys, 1))
    for some in batched(rows, AT_ONCE):
        JobItem.objects.bulk_create(some)
    return job


def keep_options(job: Job, options: Mapping[str, Any]) -> None:
    """Keep what is typed while it is being read over."""
    job.options = dict(options)
    Job.objects.filter(pk=job.pk, state=JobState.DRAFT).update(options=job.options)


@transaction.atomic
def start_job(job: Job, options: Mapping[str, Any], *, at: datetime) -> None:
    """Confirm: the worker begins once this is committed. Journaled; a second click changes nothing.

    Raises `Refused` when three of the person's are running already, or when it was forgotten.
    """
    running = Job.objects.filter(owner=job.owner, state__in=RUNNING).exclude(pk=job.pk)
    if running.count() >= AT_A_TIME:
        raise Refused("Trois actions groupées sont déjà en cours : attendez la fin de l’une.")
    mine = Job.objects.filter(pk=job.pk, state=JobState.DRAFT)
    told = {"state": JobState.WAITING, "options": dict(options), "beat_at": at}
    if not mine.update(**told, expires_at=at + REPORTS_LIVE):
        raise Refused("Cette action est déjà partie : voici où elle en est.")
    job.state, job.options = JobState.WAITING, dict(options)
    data = {"kind": job.kind, "count": job.total}
    record("bulk.started", by=job.owner, at=at, obj=job, data=data, scope=_scope(job.owner))


def _scope(user: User) -> str:
    coordination = Coordination.objects.filter(team__user=user, team__role="coordination").first()
    return coordination.slug if coordination else ""


@transaction.atomic
def stop_job(job: Job, *, at: datetime) -> None:
    """Do no more of it; what is done stays done. Journaled.

    Raises `Refused` when it was over.
    """
    mine = Job.objects.filter(pk=job.pk, state__in=RUNNING)
    if not mine.update(state=JobState.STOPPED, ended_at=at):
        raise Refused("Cette action est déjà terminée.")
    record("bulk.stopped", by=job.owner, at=at, obj=job, scope=_scope(job.owner))


def drop_draft(job: Job) -> None:
    """Give up a job that was not confirmed."""
    Job.objects.filter(pk=job.pk, state=JobState.DRAFT).delete()


def beat(job: Job, *, at: datetime) -> bool:
    """Say that the worker is alive; whether the job is still to be done."""
    alive = Job.objects.filter(pk=job.pk, state__in=RUNNING)
    return bool(alive.update(state=JobState.RUNNING, beat_at=at))


@transaction.atomic
def end_job(job: Job, *, at: datetime) -> None:
    """Nothing is left to do; of a long one, which its owner may have left, they are told once."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
    if mine.update(state=JobState.DONE, ended_at=at) and job.total >= MANY:
        _tell_owner(job, at=at)


def _tell_owner(job: Job, *, at: datetime) -> None:
    refused = job.items.exclude(state=ItemState.DONE).count()
    told = {"job": job, "done": job.total - refused, "refused": refused}
    notify(
        [job.owner],
        "desk/emails/job_done",
        told,
        key=f"bulk.done:{job.pk}",
        at=at,
        family=Family.DESK,
        scope=_scope(job.owner),
    )


def keep_file(job: Job, content: BinaryIO, *, at: datetime) -> None:
    """Keep what the job made, for a day, under a name nobody can guess."""
    job.file.save("dossiers.zip", File(content), save=False)
    job.file_until = at + FILES_LIVE
    job.save(update_fields=["file", "file_until"])


Deed = Callable[[Job, Dossier, datetime], None]


def do_item(job: Job, pk: int, code: str, deed: Deed, *, at: datetime, is_effect: bool) -> None:
    """Do one dossier of a job, once: it says done in the transaction that does it.

    Whoever asked is looked at anew: it must still be theirs to do (`code`). A refusal is told on
    its line, and so is a fault, which stops nothing else; a database that does not answer raises,
    and the item is tried again later. `is_effect` is false for a deed that writes no row, and is
    done before it is told.
    """
    waiting = JobItem.objects.filter(pk=pk, state=ItemState.WAITING)
    if not waiting.update(tries=F("tries") + 1):
        return
    item = JobItem.objects.get(pk=pk)
    if item.tries > MOST_TRIES:
        _settle(item, ItemState.FAILED, reason=TOO_OFTEN, at=at)
        return
    try:
        _do(job, item, code, deed, at=at, is_effect=is_effect)
    except Refused as refusal:
        _settle(item, ItemState.REFUSED, reason=" ".join(refusal.reasons), at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("an item of a job failed")
        _settle(item, ItemState.FAILED, reason=nbsp(FAILED), at=at)


def _do(job: Job, item: JobItem, code: str, deed: Deed, *, at: datetime, is_effect: bool) -> None:
    dossier = to_act_on(job.owner, item.dossier_id)
    if dossier is None:
        raise Refused(GONE)
    if not can(job.owner, code, dossier):
        raise Refused(FORBIDDEN.format(dossier.desk_label.lower()))
    if not is_effect:
        deed(job, dossier, at)
        _settle(item, ItemState.DONE, at=at)
        return
    with transaction.atomic():
        if _settle(item, ItemState.DONE, at=at):
            deed(job, dossier, at)


def _settle(item: JobItem, state: str, *, at: datetime, reason: str = "") -> int:
    """The one door of an item's state: a second worker finds it settled."""
    waiting = JobItem.objects.filter(pk=item.pk, state=ItemState.WAITING)
    return waiting.update(state=state, reason=reason, at=at)


def do_again(job: Job, keys: list[UUID]) -> None:
    """These are to be done again: what they had made was lost before it was kept."""
    lost = JobItem.objects.filter(job=job, dossier__in=keys, state=ItemState.DONE)
    lost.update(state=ItemState.WAITING, tries=0, at=None)


def forget_jobs(*, at: datetime) -> int:
    """Erase the files past their day, bytes first, then the jobs past theirs; how many jobs."""
    for job in Job.objects.filter(file_until__lte=at):
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="", file_until=None)
    expired = Job.objects.filter(expires_at__lte=at).exclude(state__in=RUNNING)
    return expired.delete()[1].get("desk.Job", 0)


def silent_jobs(*, at: datetime) -> list[Job]:
    """Those whose worker gave no sign of life, to be taken up where it left them."""
    silent = Q(state__in=RUNNING) & Q(beat_at__lte=at - SILENT)
    return list(Job.objects.filter(silent).order_by("asked_at"))
