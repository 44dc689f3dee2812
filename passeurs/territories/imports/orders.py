"""An import asked from the screen: read in the background, shown, then loaded once confirmed."""

import hashlib
import logging
import time
from datetime import datetime

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import french_date, local, nbsp
from passeurs.journal.actions import record
from passeurs.territories.enums import ImportState, Kind
from passeurs.territories.imports.differences import differences
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.importing import Order, Reading, load_reading, read_order
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.sources import downloaded
from passeurs.territories.models import Import, ImportFile, Vintage
from passeurs.territories.reference import SHIPPED
from passeurs.territories.wording import reach

KEPT_REMARKS = 2_000
"""Refused lines kept for the screen; beyond, their number is told."""

TELL_EVERY_S = 1.0
NO_LONGER = "Cet import n’attend plus de réponse\u00a0: rechargez la page."
BROKEN = "L’import s’est arrêté sur une erreur de la plateforme. Rien n’a été chargé."

logger = logging.getLogger(__name__)


@transaction.atomic
def order_import(order: Order, *, download: bool, by: User, at: datetime) -> Import:
    """Keep the files and have them read in the background; nothing is loaded yet."""
    ordered = Import.objects.create(
        kind=order.kind,
        vintage=order.vintage,
        departments=sorted(order.departments),
        is_downloaded=download,
        asked_by=by,
        asked_at=at,
    )
    _keep_files(ordered, order.packets)
    read_import.enqueue(str(ordered.pk))
    return ordered


@transaction.atomic
def confirm_import(ordered: Import, *, by: User, at: datetime) -> None:
    """Have what was read loaded in the background. Refused unless it awaits confirmation."""
    _move(ordered, ImportState.READY, ImportState.LOADING)
    record("territory.import_confirmed", by=by, at=at, obj=ordered, data=_told(ordered))
    load_import.enqueue(str(ordered.pk))


@transaction.atomic
def drop_import(ordered: Import, *, by: User, at: datetime) -> None:
    """Give the import up; its files are forgotten. Refused unless it awaits confirmation."""
    _move(ordered, ImportState.READY, ImportState.DROPPED, ended_at=at)
    _forget_files(ordered)


@task
def read_import(pk: str) -> None:
    """Read the files of an import, and keep what there is to say; harmless when run twice."""
    ordered = Import.objects.filter(pk=pk, state=ImportState.READING).first()
    if ordered:
        _carefully(ordered, _read, at=timezone.now())


@task
def load_import(pk: str) -> None:
    """Load a confirmed import, whole or not at all; harmless when run twice."""
    ordered = Import.objects.filter(pk=pk, state=ImportState.LOADING).first()
    if ordered:
        _carefully(ordered, _load, at=timezone.now())


def _carefully(ordered, act, *, at):
    """Carry out a part of an import; what stops it is kept for whoever asked."""
    try:
        act(ordered, at=at)
    except Unusable as problem:
        _stop(ordered, ImportState.UNUSABLE, str(problem), at=at)
    except Exception:
        logger.exception("import %s of %s stopped", ordered.pk, ordered.kind)
        _stop(ordered, ImportState.BROKEN, BROKEN, at=at)
        raise


def _read(ordered, *, at):
    if ordered.is_downloaded and not ordered.files.exists():
        _keep_files(ordered, [downloaded(ordered.kind, ordered.vintage)])
    reading = _reading(ordered)
    _move(ordered, ImportState.READING, ImportState.READY, report=report_of(reading))


def _load(ordered, *, at):
    reading = _reading(ordered)
    with transaction.atomic():
        load_reading(reading, at=at)
        _move(ordered, ImportState.LOADING, ImportState.LOADED, ended_at=at)
        record("territory.imported", by=None, at=at, obj=ordered, data=_told(ordered))
        _forget_files(ordered)


def _reading(ordered: Import) -> Reading:
    files = ordered.files.order_by("pk")
    order = Order(
        kind=Kind(ordered.kind),
        vintage=ordered.vintage,
        packets=tuple(Packet(file.name, bytes(file.content or b"")) for file in files),
        replace=True,
        departments=frozenset(ordered.departments),
    )
    return read_order(order, tick=_ticker(ordered))


def _ticker(ordered):
    """Says now and then how far the reading is; each file counts its own lines."""

    def tick(rows):
        told, total = time.monotonic(), len(rows)
        for done, row in enumerate(rows, 1):
            if time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                Import.objects.filter(pk=ordered.pk).update(done=done, total=total)
            yield row

    return tick


def report_of(reading: Reading) -> dict:
    """What the screen shows of a reading, fit for JSON."""
    report, known = reading.report, reading.known
    return {
        "read": report.read,
        "kept": report.kept,
        "refused": len(report.refused),
        "lines": [_line(remark) for remark in sorted(report.refused)[:KEPT_REMARKS]],
        "remarks": [str(remark) for remark in report.notices[:KEPT_REMARKS]],
        "reach": reach(_as_vintage(reading)),
        "is_unchanged": bool(known and known.digest == reading.reference.digest),
        "replaces": _replaced(reading, known),
        "changes": differences(reading).as_document(),
    }


def _line(remark):
    return {
        "where": f"{remark.unit} {remark.line}",
        "file": remark.source,
        "text": nbsp(remark.text),
    }


def _as_vintage(reading):
    one = reading.reference
    return Vintage(kind=one.kind, vintage=one.vintage, scope=one.scope, codes=one.codes)


def _replaced(reading: Reading, known: Vintage | None) -> str:
    """What loading would replace, in a sentence; « » when nothing that an operator loaded."""
    if known and known.source != SHIPPED:
        when = french_date(local(known.loaded_at).date())
        return nbsp(f"Ce millésime est déjà chargé depuis « {known.source} », le {when}.")
    if reading.order.kind != Kind.COMMUNES:
        return ""
    newer = Vintage.objects.filter(kind=Kind.COMMUNES, vintage__gt=reading.order.vintage)
    latest = newer.order_by("vintage").last()
    return f"Les communes de {latest.vintage}, plus récentes, sont en vigueur." if latest else ""


def _keep_files(ordered, packets):
    ImportFile.objects.bulk_create(
        ImportFile(
            of=ordered,
            name=packet.name[-120:],
            size=len(packet.data),
            sha256=hashlib.sha256(packet.data).hexdigest(),
            content=packet.data,
        )
        for packet in packets
    )


def _forget_files(ordered):
    ordered.files.update(content=None)


def _move(ordered, before, after, **changes):
    """The one door of an import's state; of two clicks one wins."""
    moved = Import.objects.filter(pk=ordered.pk, state=before).update(state=after, **changes)
    if not moved:
        raise Refused(NO_LONGER)
    ordered.state = after


def _stop(ordered, state, problem, *, at):
    running = Import.objects.filter(pk=ordered.pk, state__in=Import.RUNNING)
    running.update(state=state, problem=problem, ended_at=at)
    _forget_files(ordered)


def _told(ordered):
    return {
        "kind": ordered.kind,
        "vintage": ordered.vintage,
        "files": [file.sha256 for file in ordered.files.defer("content")],
    }
