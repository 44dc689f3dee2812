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


@transaction.atomic
def save_edition_document(
    edition: Edition, document: dict, *, by: User | None, at: datetime, reason: str = ""
) -> Edition:
    """Make the edition over from a document: the only way an edition changes.

    Rows are rewritten and the cached document refreshed, so that every dossier of the edition
    answers to the new text at once. The journal keeps the document as it was. Raises `Refused`.
    """
    refuse_inconsistent(document)
    if document["slug"] != edition.slug:
        refuse_taken(document["slug"])
    before = edition.document_cache
    saved = documents.load(document, edition.coordination, edition=edition)
    if saved.document_cache != before:
        data, scope = {"before": before}, edition.coordination.slug
        record("edition.changed", by=by, at=at, obj=edition, reason=reason, data=data, scope=scope)
    return saved


@transaction.atomic
def publish_edition(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    """Show the edition to everyone; a second time changes nothing."""
    if Edition.objects.filter(pk=edition.pk, is_public=False).update(is_public=True):
        record("edition.published", by=by, at=at, obj=edition, scope=edition.coordination.slug)
    edition.is_public = True
    return edition


@transaction.atomic
def clone_edition(
    edition: Edition, *, slug: str, shift_years: int, by: User | None, at: datetime
) -> Edition:
    """A draft of another year: the same text and parameters, every date `shift_years` later.

    Notes on dates stay behind: they told of the old calendar. Raises `Refused`.
    """
    moved = documents.shift(edition.document(), years=shift_years) | {"slug": slug}
    refuse_taken(slug)
    refuse_inconsistent(moved)
    copy = documents.load(moved, edition.coordination)
    scope = edition.coordination.slug
    record("edition.cloned", by=by, at=at, obj=copy, data={"from": edition.slug}, scope=scope)
    return copy
