"""Writing a practitioner's card, private until the person says otherwise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.documents.actions import keep, receive
from passeurs.documents.rules import DOCUMENT
from passeurs.journal.actions import record
from passeurs.organisations.models import Coordination, Structure

from ..enums import Origin, Review
from ..models import Practitioner

REVIEWS = {
    Origin.HOLDER: Review.KNOWN,
    Origin.DESK: Review.VERIFIED,
    Origin.PERSON: Review.NEW,
}
"""What is known of a card from the start, by who wrote it."""


@transaction.atomic
def create_card(
    coordination: Coordination,
    facts: Mapping[str, Any],
    *,
    origin: Origin,
    by: User | None,
    at: datetime,
    structure: Structure | None = None,
) -> Practitioner:
    """Begin a card; private to `structure`, where there is one, and to the coordination.

    What the person writes of themselves waits for the coordination's eye before it is shown.
    """
    card = Practitioner.objects.create(
        coordination=coordination,
        origin=origin,
        review=REVIEWS[origin],
        created_at=at,
        updated_at=at,
        **facts,
    )
    if structure:
        card.structures.add(structure)
    record("practitioner.create", by=by, at=at, obj=card, scope=coordination.slug)
    return card


@transaction.atomic
def amend_card(
    card: Practitioner, facts: Mapping[str, Any], *, by: User | None, at: datetime
) -> None:
    """Rewrite a card; the journal keeps which fields changed, never their words.

    Another address is another person's, perhaps: the links sent to the first one die.
    """
    card = Practitioner.objects.select_for_update(of=("self",)).get(pk=card.pk)
    changed = [name for name, value in facts.items() if getattr(card, name) != value]
    if "email" in changed:
        card.link_number += 1
        card.invited_at = None
    for name in changed:
        setattr(card, name, facts[name])
    card.updated_at = at
    card.save()
    scope = card.coordination.slug
    record("practitioner.amend", by=by, at=at, obj=card, data={"fields": changed}, scope=scope)


def attach_cv(card: Practitioner, upload: UploadedFile, *, by: User | None, at: datetime) -> None:
    """Keep the CV, which no public page ever shows. Raises Refused when the file is not fit."""
    scope = card.coordination.slug
    received = receive(upload, allowed=DOCUMENT, by=by, at=at, scope=scope)
    with transaction.atomic():
        card.cv = keep(received)
        card.updated_at = at
        card.save(update_fields=["cv", "updated_at"])
        record("practitioner.cv", by=by, at=at, obj=card, scope=scope)


@transaction.atomic
def remove_cv(card: Practitioner, *, by: User | None, at: datetime) -> None:
    """Take the CV off the card; removed twice, it is still removed."""
    card.cv = None
    card.updated_at = at
    card.save(update_fields=["cv", "updated_at"])
    record("practitioner.cv_removed", by=by, at=at, obj=card, scope=card.coordination.slug)


@transaction.atomic
def erase_card(card: Practitioner, *, by: User | None, at: datetime) -> None:
    """Delete the card and its consents at the person's request.

    Dossiers keep the rows they wrote, which are theirs; the journal keeps no name. Raises Refused
    when other cards were merged into this one.
    """
    if card.merged.exists():
        raise Refused(
            "Cette fiche en réunit plusieurs\u00a0: écrivez à la coordination, qui les effacera."
        )
    record("practitioner.erase", by=by, at=at, obj=card, scope=card.coordination.slug)
    card.delete()
