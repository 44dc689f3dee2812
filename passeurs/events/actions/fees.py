"""The yearly membership: asked of a structure, paid, waived, reminded of."""

from datetime import date, datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.organisations.models import Coordination, Structure
from passeurs.organisations.queries import representatives_of

from ..enums import FeeState
from ..models import MembershipFee

PAUSE = timedelta(days=7)
SETTLED = "Cette adhésion n’est plus à régler."
JUST_SENT = "Un rappel est parti il y a moins d’une semaine\u00a0: laissez-leur du temps."
NOBODY = "Personne ne représente cette structure sur la plateforme\u00a0: appelez-la."


@transaction.atomic
def ask_fee(
    coordination: Coordination, structure: Structure, year: int, *, by: User, at: datetime
) -> MembershipFee:
    """Write down that a structure owes its membership of a year; once. Journaled when new."""
    made, is_new = MembershipFee.objects.get_or_create(
        coordination=coordination,
        structure=structure,
        year=year,
        defaults={"created_by": by, "created_at": at},
    )
    if is_new:
        _note("asked", made, by=by, at=at)
    return made


@transaction.atomic
def settle_fee(
    fee: MembershipFee, state: FeeState, on: date | None, *, by: User, at: datetime
) -> None:
    """Say it paid (on a day), waived, or due again. Journaled when something changed."""
    settled_on = on if state == FeeState.PAID else None
    rows = MembershipFee.objects.filter(pk=fee.pk).exclude(state=state, settled_on=settled_on)
    if rows.update(state=state, settled_on=settled_on):
        _note(state.value, fee, by=by, at=at)


@transaction.atomic
def remind_fee(fee: MembershipFee, *, by: User, at: datetime) -> None:
    """Write to who represents the structure. Journaled.

    Raises `Refused` when nothing is due, within a week of the last one, or when nobody is there.
    """
    related = MembershipFee.objects.select_related("coordination", "structure")
    held = related.select_for_update(of=("self",)).get(pk=fee.pk)
    if held.state != FeeState.DUE:
        raise Refused(SETTLED)
    if held.reminded_at and held.reminded_at > at - PAUSE:
        raise Refused(JUST_SENT)
    people = representatives_of(held.structure)
    if not people:
        raise Refused(NOBODY)
    held.reminded_at = at
    held.save(update_fields=["reminded_at"])
    context = {"fee": held, "coordination": held.coordination, "by": by}
    key = f"fee.reminded:{held.pk}:{at.isoformat()}"
    notify(people, "events/emails/fee", context, key=key, at=at)
    _note("reminded", held, by=by, at=at)


def merge_fees(kept: Structure, absorbed: Structure) -> None:
    """Before two structures become one: where both owe one year's membership, one line stays.

    A line that is settled is worth more than one that is due; between two of a kind, the kept
    structure's stays. Years that only one of them has move by themselves.
    """
    theirs = {(row.coordination_id, row.year): row for row in absorbed.fees.all()}
    for fee in kept.fees.all():
        other = theirs.get((fee.coordination_id, fee.year))
        if other is None:
            continue
        loser = fee if fee.state == FeeState.DUE and other.state != FeeState.DUE else other
        loser.delete()


def _note(deed: str, fee: MembershipFee, *, by: User, at: datetime) -> None:
    data = {"year": fee.year}
    record(f"fee.{deed}", by=by, at=at, obj=fee, data=data, scope=fee.coordination.slug)
