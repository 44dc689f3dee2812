"""What each funder brings to a sitting."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import euros

from ..models import Envelope, Grant, Portion, Sitting
from ..queries.session import is_whole
from .sittings import hold, journal

GONE = "Cette enveloppe vient d’être retirée."
TWICE = "Ce financeur a déjà une enveloppe dans cette séance\u00a0: changez-la plutôt."
USED = "Des décisions l’utilisent\u00a0: cette enveloppe ne peut plus être retirée."
TRIED = "Des scénarios l’utilisent\u00a0: remettez-y ses montants à zéro, puis retirez-la."
SAME_SOURCE = (
    "Des décisions l’utilisent\u00a0: la ligne du budget qu’elle sert ne peut plus changer."
)


@transaction.atomic
def add_envelope(sitting: Sitting, facts: Mapping[str, Any], *, by: User, at: datetime) -> Envelope:
    """Bring one more funder. Journaled. Raises `Refused` when that funder has one already."""
    held = hold(sitting)
    _refuse_twice(held, facts["source"])
    made = Envelope.objects.create(sitting=held, **facts)
    journal("envelope", held, by=by, at=at, data={"source": made.source, "total": str(made.total)})
    return made


@transaction.atomic
def change_envelope(
    envelope: Envelope, facts: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    """Change its amount or its rules; scenarios say at once what they break. Journaled.

    Raises `Refused` under what decisions grant already, which is told to who sees them all.
    """
    held = hold(envelope.sitting)
    found = _held(held, envelope)
    _refuse_twice(held, facts["source"], but=found)
    granted = granted_from(found)
    if facts["total"] < granted:
        told = f" {euros(granted)}" if is_whole(held, by) else ""
        raise Refused(
            f"Les décisions accordent déjà{told} sur cette enveloppe\u00a0: elle ne peut pas "
            f"descendre à {euros(facts['total'])}."
        )
    if granted and facts["source"] != found.source:
        raise Refused(SAME_SOURCE)
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    journal(
        "envelope", held, by=by, at=at, data={"source": found.source, "total": str(found.total)}
    )


@transaction.atomic
def remove_envelope(envelope: Envelope, *, by: User, at: datetime) -> None:
    """Take it away. Journaled. Raises `Refused` when decisions or scenarios use it."""
    held = hold(envelope.sitting)
    found = _held(held, envelope)
    if Grant.objects.filter(envelope=found).exists():
        raise Refused(USED)
    if Portion.objects.filter(envelope=found, amount__gt=0).exists():
        raise Refused(TRIED)
    journal("envelope_removed", held, by=by, at=at, data={"source": found.source})
    found.delete()


@transaction.atomic
def let_funders_share(sitting: Sitting, *, may: bool, by: User, at: datetime) -> None:
    """Say whether the DRAC and the Région who sit prepare scenarios too. Journaled."""
    held = hold(sitting)
    held.do_funders_share = may
    held.save(update_fields=["do_funders_share"])
    journal("changed", held, by=by, at=at, data={"fields": ["do_funders_share"]})


def granted_from(envelope: Envelope) -> Decimal:
    """What decisions give from it, in euros."""
    total = Grant.objects.filter(envelope=envelope).aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


def _held(held: Sitting, envelope: Envelope) -> Envelope:
    found = held.envelopes.select_for_update(of=("self",)).filter(pk=envelope.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def _refuse_twice(held: Sitting, source: str, *, but: Envelope | None = None) -> None:
    others = held.envelopes.filter(source=source)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refused(TWICE)
