"""Keeping reply templates: written, changed, archived, counted as they serve."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.merging import fault_in
from passeurs.core.refusals import Refused
from passeurs.core.typography import nbsp
from passeurs.dossiers.merge_fields import FIELDS
from passeurs.journal.actions import record

from ..models import ReplyTemplate

MOST = 60
WRITTEN = ("title", "theme", "body", "edition", "is_shared")
SAME_NAME = "Un modèle s’appelle déjà ainsi : donnez à celui-ci un autre titre."
CHANGED_SINCE = (
    "Ce modèle a changé depuis que vous l’avez ouvert : votre texte est gardé ici. "
    "Comparez avec celui d’aujourd’hui, au-dessous, puis enregistrez de nouveau."
)
TOO_MANY = f"Vous avez déjà {MOST} modèles en service : archivez-en un d’abord."
SHARED_BY_ANOTHER = "Seule la personne qui a partagé ce modèle peut le reprendre pour elle seule."
USED = "Ce modèle a servi : il s’archive, et ne s’efface pas."


@transaction.atomic
def write_template(template: ReplyTemplate, *, by: User, at: datetime) -> ReplyTemplate:
    """Keep a new template of one's own, shared or not. Journaled.

    Raises `Refused` for an unknown merge field, a title taken, or past sixty in service.
    """
    _check(template, by=by)
    kept = ReplyTemplate.objects.visible_to(by).in_service()
    if kept.filter(coordination=template.coordination).count() >= MOST:
        raise Refused(nbsp(TOO_MANY))
    template.owner, template.created_at = by, at
    template.save()
    _record("template.created", template, by=by, at=at)
    return template


@transaction.atomic
def change_template(
    template: ReplyTemplate, told: Mapping[str, Any], *, version: int, by: User, at: datetime
) -> ReplyTemplate:
    """Change the words of a template; what was sent from it stays as it was. Journaled.

    Raises `Refused` when somebody changed it since `version`, as for a new one, and when another
    than its owner would keep a shared one from the team.
    """
    kept = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
    if kept.version != version:
        raise Refused(nbsp(CHANGED_SINCE))
    if kept.is_shared and not told["is_shared"] and kept.owner_id != by.pk:
        raise Refused(nbsp(SHARED_BY_ANOTHER))
    for name in WRITTEN:
        setattr(kept, name, told[name])
    _check(kept, by=by)
    kept.version += 1
    kept.save(update_fields=[*WRITTEN, "version"])
    _record("template.changed", kept, by=by, at=at)
    return kept


def _check(template: ReplyTemplate, *, by: User) -> None:
    if fault := fault_in(template.body, FIELDS):
        raise Refused(fault)
    others = ReplyTemplate.objects.visible_to(by).in_service().exclude(pk=template.pk)
    others = others.filter(coordination=template.coordination)
    if template.archived_at is None and others.filter(title__iexact=template.title).exists():
        raise Refused(nbsp(SAME_NAME))


@transaction.atomic
def archive_template(template: ReplyTemplate, *, by: User, at: datetime) -> None:
    """Offer it no more; a second click changes nothing. Journaled."""
    mine = ReplyTemplate.objects.filter(pk=template.pk, archived_at=None)
    if mine.update(archived_at=at):
        _record("template.archived", template, by=by, at=at)


@transaction.atomic
def restore_template(template: ReplyTemplate, *, by: User, at: datetime) -> None:
    """Offer it again. Raises `Refused` when another bears its title meanwhile. Journaled."""
    template.archived_at = None
    _check(template, by=by)
    mine = ReplyTemplate.objects.filter(pk=template.pk, archived_at__isnull=False)
    if mine.update(archived_at=None):
        _record("template.restored", template, by=by, at=at)


@transaction.atomic
def erase_template(template: ReplyTemplate, *, by: User, at: datetime) -> None:
    """Erase one that never served. Raises `Refused` for one that did. Journaled."""
    idle = ReplyTemplate.objects.select_for_update().filter(pk=template.pk, uses=0)
    if not idle.exists():
        raise Refused(nbsp(USED))
    _record("template.erased", template, by=by, at=at)
    idle.delete()


def count_use(templates: Iterable[ReplyTemplate], *, at: datetime) -> None:
    """Each of these has served once more: a message was sent from it."""
    served = ReplyTemplate.objects.filter(pk__in=[one.pk for one in templates])
    served.update(uses=F("uses") + 1, used_at=at)


def _record(verb: str, template: ReplyTemplate, *, by: User, at: datetime) -> None:
    """The title alone: words that a person keeps for herself are not the journal's."""
    data = {"title": template.title} if template.is_shared else {}
    record(verb, by=by, at=at, obj=template, data=data, scope=template.coordination.slug)
