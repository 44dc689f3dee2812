"""The verbs of the calls. Each refuses an inconsistent document and keeps the journal."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls import document as documents
from passeurs.calls.checker import errors
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination


def refuse_inconsistent(document: dict) -> None:
    """Raise `Refused` with the sentences of the checker's errors; warnings go through."""
    if found := errors(document):
        raise Refused(*(finding.sentence for finding in found))


def refuse_taken(slug: str) -> None:
    if Edition.objects.filter(slug=slug).exists():
        raise Refused("Une édition porte déjà cette adresse.")


@transaction.atomic
def create_edition_from_document(
    document: dict,
    coordination: Coordination,
    *,
    by: User | None,
    at: datetime,
    is_public: bool = False,
) -> Edition:
    """A new edition from its document (`passeurs.edition/1`, real dates).

    Raises `Refused` when the checker finds an error or the slug is taken.
    """
    refuse_inconsistent(document)
    refuse_taken(document["slug"])
    edition = documents.load(document, coordination, edition=Edition(is_public=is_public))
    record("edition.created", by=by, at=at, obj=edition, scope=coordination.slug)
    return edition


class Overtaken(Refused):
    """The edition changed since the page was drawn; nothing was written."""


@transaction.atomic
def save_edition_document(
    edition: Edition,
    document: dict,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Edition:
    """Make the edition over from a document: the only way an edition changes.

    Rows are rewritten and the cached document refreshed, so that every dossier of the edition
    answers to the new text at once. The journal keeps the document as it was. A draft may lack
    what a call needs: the checker keeps it from being published; a public edition always holds
    together. `version` is the one the person read. Raises `Refused`, `Overtaken` among them.
    """
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    if version is not None and current.version != version:
        raise Overtaken("Cette édition a changé depuis que vous avez ouvert la page.")
    if current.is_public:
        refuse_inconsistent(document)
    if document["slug"] != current.slug:
        refuse_taken(document["slug"])
    before = current.document_cache
    saved = documents.load(document, current.coordination, edition=current)
    if saved.document_cache != before:
        saved.version += 1
        saved.save(update_fields=["version"])
        data, scope = {"before": before}, saved.coordination.slug
        record("edition.changed", by=by, at=at, obj=saved, reason=reason, data=data, scope=scope)
    return saved


@transaction.atomic
def publish_edition(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    """Show the edition to everyone; a second time changes nothing. Raises `Refused`."""
    refuse_inconsistent(edition.document())
    if Edition.objects.filter(pk=edition.pk, is_public=False).update(is_public=True):
        record("edition.published", by=by, at=at, obj=edition, scope=edition.coordination.slug)
    edition.is_public = True
    return edition


@transaction.atomic
def clone_edition(  # noqa: PLR0913 - which, under what name, when, for whom
    edition: Edition,
    *,
    slug: str,
    shift_years: int,
    by: User | None,
    at: datetime,
    coordination: Coordination | None = None,
    named: dict | None = None,
) -> Edition:
    """A draft of another year: the same text and parameters, every date `shift_years` later.

    It belongs to `coordination`, another region's where one starts from its call; `named` gives
    the title, the year or the sitting. Notes on dates stay behind: they told of the old calendar.
    Raises `Refused`.
    """
    owner = coordination or edition.coordination
    moved = documents.shift(edition.document(), years=shift_years) | (named or {})
    moved |= {"slug": slug, "coordination": owner.slug}
    refuse_taken(slug)
    copy = documents.load(moved, owner)
    data = {"from": edition.slug}
    record("edition.cloned", by=by, at=at, obj=copy, data=data, scope=owner.slug)
    return copy


@transaction.atomic
def archive_edition(edition: Edition, *, by: User | None, at: datetime) -> None:
    """Take a closed edition out of the lists of calls; its page and its dossiers stay.

    Raises `Refused` as long as a dossier may be filed.
    """
    if not edition.is_public or not edition.is_closed(at=at):
        raise Refused("On n’archive qu’un appel clos.")
    if Edition.objects.filter(pk=edition.pk, archived_at=None).update(archived_at=at):
        record("edition.archived", by=by, at=at, obj=edition, scope=edition.coordination.slug)


@transaction.atomic
def unarchive_edition(edition: Edition, *, by: User | None, at: datetime) -> None:
    """Show an archived edition among the past calls again."""
    if Edition.objects.filter(pk=edition.pk).exclude(archived_at=None).update(archived_at=None):
        record("edition.unarchived", by=by, at=at, obj=edition, scope=edition.coordination.slug)
