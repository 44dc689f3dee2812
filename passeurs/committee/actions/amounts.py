"""Typing the amounts of a scenario, field by field, never over a newer amount."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.saving import Conflict, Saved
from passeurs.dossiers.changes import Change
from passeurs.dossiers.models import Dossier

from ..models import PortionChange, Scenario
from .scenarios import fill, hold_scenario
from .sittings import hold

SENT = re.compile(r"m-(?P<passage>\d{1,18})-\d{1,18}", re.ASCII)
LEFT = (
    "Un dossier ou une enveloppe n’est plus dans la séance\u00a0: rechargez la page, vos autres "
    "montants sont enregistrés au fur et à mesure."
)


@transaction.atomic
def save_amounts(
    scenario: Scenario, changes: Sequence[Change], *, version: int, by: User, at: datetime
) -> Saved:
    """Write the amounts that nobody changed since the page read them; keep the others aside.

    Raises `Refused` when the sitting has ended, the scenario is gone, or a dossier or an envelope
    has left the sitting meanwhile.
    """
    hold(scenario.sitting)
    held = hold_scenario(scenario)
    pairs = {change.name: pair_of(change.name) for change in changes}
    _refuse_left(held, pairs.values(), by)
    now = _now(held, pairs)
    kept, conflicts = _sort(held, changes, now, version)
    if kept:
        held.version += 1
        held.touched_at = at
        held.save(update_fields=["version", "touched_at"])
        fill(held, {pairs[one.name]: one.value or Decimal(0) for one in kept})
    _write_down(held, kept, conflicts, by=by, at=at)
    return Saved(held.version, at, [one.name for one in kept], conflicts)


def pair_of(name: str) -> tuple[int, int]:
    """The passage and the envelope of a field « m-12-3 »."""
    _, passage, envelope = name.split("-")
    return int(passage), int(envelope)


def passages_sent(names: Iterable[str]) -> set[int]:
    """The passages that some fields speak of; what is no such field is not one."""
    found = (SENT.fullmatch(name) for name in names)
    return {int(one["passage"]) for one in found if one}


def said(amount: Decimal | None) -> str:
    return f"{amount:.2f}" if amount else ""


def _refuse_left(held: Scenario, pairs: Iterable[tuple[int, int]], by: User) -> None:
    wanted = list(pairs)
    seen = Dossier.objects.visible_to(by).filter(pk__in=Dossier.objects.filed().values("pk"))
    passages = held.sitting.passages.filter(dossier__in=seen.values("pk"))
    standing = set(passages.values_list("pk", flat=True))
    envelopes = set(held.sitting.envelopes.values_list("pk", flat=True))
    if any(one not in standing or pot not in envelopes for one, pot in wanted):
        raise Refused(LEFT)


def _now(held: Scenario, pairs: dict[str, tuple[int, int]]) -> dict[str, str]:
    rows = held.portions.values_list("passage", "envelope", "amount")
    amounts = {(passage, envelope): amount for passage, envelope, amount in rows}
    return {name: said(amounts.get(pair)) for name, pair in pairs.items()}


def _sort(
    held: Scenario, changes: Sequence[Change], now: dict[str, str], version: int
) -> tuple[list[Change], dict[str, Conflict]]:
    """Those to write, and those that met an amount changed since the page showed it."""
    kept, conflicts = [], {}
    newer = _newer(held, version)
    for change in changes:
        change.before, mine = now[change.name], said(change.value)
        shown = newer[change.name].before if change.name in newer else change.before
        read = change.shown if change.shown is not None else shown
        if mine in {change.before, _same(read)}:
            continue
        if _same(read) == change.before:
            kept.append(change)
        else:
            other = newer.get(change.name)
            who = other.by.get_full_name() if other else ""
            conflicts[change.name] = Conflict(theirs=change.before, mine=mine, by=who)
    return kept, conflicts


def _same(text: str) -> str:
    """An amount as `said` writes it; zero and nothing are the same."""
    return said(Decimal(text)) if text else ""


def _newer(held: Scenario, version: int) -> dict[str, PortionChange]:
    """The first change of each field since that version: its `before` is what the page showed."""
    found = held.changes.filter(version__gt=version, is_kept=True).select_related("by")
    newer: dict[str, PortionChange] = {}
    for change in found.order_by("pk"):
        newer.setdefault(change.field, change)
    return newer


def _write_down(
    held: Scenario,
    kept: Sequence[Change],
    conflicts: dict[str, Conflict],
    *,
    by: User,
    at: datetime,
) -> None:
    facts = {"scenario": held, "version": held.version, "by": by, "at": at}
    rows = [
        PortionChange(field=one.name, before=one.before, after=said(one.value), **facts)
        for one in kept
    ]
    aside = [
        PortionChange(field=name, before=one.theirs, after=one.mine, is_kept=False, **facts)
        for name, one in conflicts.items()
    ]
    PortionChange.objects.bulk_create([*rows, *aside])
