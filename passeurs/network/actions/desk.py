"""What the coordination does with the cards of its region: read, set aside, merge."""

from datetime import datetime

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record

from ..enums import Review
from ..models import Consent, Practitioner

KEEP_THE_AGREED = (
    "Cette fiche-là porte l’accord de la personne\u00a0: gardez-la, et réunissez l’autre avec elle."
)


@transaction.atomic
def review_card(card: Practitioner, review: Review, *, by: User, at: datetime, reason: str) -> None:
    """Say that the card was read: verified, or set aside, which hides it whatever was agreed."""
    before = card.review
    card.review = review
    card.save(update_fields=["review", "search"])
    data = {"before": before, "after": review}
    scope = card.coordination.slug
    record("practitioner.review", by=by, at=at, obj=card, reason=reason, data=data, scope=scope)


@transaction.atomic
def merge_cards(kept: Practitioner, doubled: Practitioner, *, by: User, at: datetime) -> None:
    """Leave one card of two: structures, and facts that the kept one lacks, go to it.

    What points to the doubled one still does, and reads the kept one. Consent is never moved: it
    was given for one card, by one address. Raises Refused when the doubled one carries a consent,
    or when one of them is not there any more.
    """
    rows = Practitioner.objects.select_for_update().filter(pk__in=[kept.pk, doubled.pk])
    found = {row.pk: row for row in rows}
    kept, doubled = found[kept.pk], found[doubled.pk]
    _refuse_merge(kept, doubled)
    _complete(kept, doubled)
    kept.updated_at = at
    kept.save()
    kept.structures.add(*doubled.structures.all())
    doubled.merged.update(merged_into=kept)
    doubled.merged_into = kept
    doubled.link_number += 1
    doubled.save(update_fields=["merged_into", "link_number", "search"])
    data = {"doubled": doubled.pk}
    scope = kept.coordination.slug
    record("practitioner.merge", by=by, at=at, obj=kept, data=data, scope=scope)


def _refuse_merge(kept: Practitioner, doubled: Practitioner) -> None:
    if kept.pk == doubled.pk or kept.coordination_id != doubled.coordination_id:
        raise Refused("Ces deux fiches ne peuvent pas être réunies.")
    if kept.merged_into_id or doubled.merged_into_id:
        raise Refused("L’une de ces fiches vient d’être réunie avec une autre.")
    if Consent.objects.filter(practitioner=doubled, withdrawn_at=None).exists():
        raise Refused(KEEP_THE_AGREED)


COMPLETED = (
    "crafts",
    "other_craft",
    "languages",
    "other_languages",
    "departments",
    "presentation",
    "references",
    "home",
    "travels_km",
    "publics",
    "months",
    "away_from",
    "away_until",
    "availability",
    "website",
    "phone",
    "cv",
)


def _complete(kept: Practitioner, doubled: Practitioner) -> None:
    """A card that its person agreed to keeps its words; another takes what it lacks."""
    if kept.agrees:
        return
    for name in COMPLETED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(doubled, name))
    if not kept.email and doubled.email:
        kept.email = doubled.email
        kept.link_number += 1
