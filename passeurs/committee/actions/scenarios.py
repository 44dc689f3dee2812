"""Preparing, sharing and filling scenarios; none of them decides anything."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.sharing.ranking import portions, pot

from ..models import Portion, Scenario, Sitting
from ..queries.scenarios import Board, board_of, ground_of
from .sittings import hold, journal

MOST = 40
TAKEN = "Vous avez déjà un scénario de ce nom dans cette séance\u00a0: choisissez-en un autre."
TOO_MANY = f"Une séance tient {MOST} scénarios au plus\u00a0: supprimez-en un d’abord."
GONE = "Ce scénario vient d’être supprimé."
PARTIAL = (
    "Vous ne voyez pas tous les dossiers de cette séance\u00a0: la ligne, le classement et la "
    "proposition restent à qui les voit tous."
)
NOT_YOURS = "Seule la personne qui a préparé ce scénario peut le rendre privé ou le supprimer."


@transaction.atomic
def make_scenario(sitting: Sitting, name: str, *, by: User, at: datetime) -> Scenario:
    """An empty scenario of one's own, ranked as one may know today. Journaled.

    Raises `Refused` for a name one has already, or past forty scenarios.
    """
    held = hold(sitting)
    _refuse_name(held, name, by)
    order = ranking_now(held, by)
    return _made(held, name, order, by=by, at=at)


@transaction.atomic
def clone_scenario(scenario: Scenario, name: str, *, by: User, at: datetime) -> Scenario:
    """One's own copy, private, of what one sees of it. Journaled. Raises `Refused` likewise."""
    held = hold(scenario.sitting)
    found = hold_scenario(scenario)
    _refuse_name(held, name, by)
    made = _made(held, name, found.order, by=by, at=at)
    board = board_of(found, by)
    made.line, made.options = found.line, found.options
    made.save(update_fields=["line", "options"])
    seen = {one.pk for one in board.ranking}
    fill(made, {pair: one for pair, one in board.amounts.items() if pair[0] in seen})
    return made


@transaction.atomic
def rename_scenario(scenario: Scenario, name: str, *, by: User, at: datetime) -> None:
    """Name it otherwise. Raises `Refused` for a name its author has already."""
    held = hold(scenario.sitting)
    found = hold_scenario(scenario)
    if found.name != name:
        _refuse_name(held, name, found.created_by)
        found.name, found.touched_at = name, at
        found.save(update_fields=["name", "touched_at"])


@transaction.atomic
def share_scenario(scenario: Scenario, *, is_shared: bool, by: User, at: datetime) -> None:
    """Show it to those who sit, or keep it to oneself again. Journaled.

    Raises `Refused` to hide what another person prepared.
    """
    held = hold(scenario.sitting)
    found = hold_scenario(scenario)
    if not is_shared and found.created_by_id != by.pk:
        raise Refused(NOT_YOURS)
    found.is_shared = is_shared
    found.save(update_fields=["is_shared"])
    journal("scenario_shared", held, by=by, at=at, data={"name": found.name, "shared": is_shared})


@transaction.atomic
def delete_scenario(scenario: Scenario, *, by: User, at: datetime) -> None:
    """Forget it. Journaled. Raises `Refused` for another person's."""
    held = hold(scenario.sitting)
    found = hold_scenario(scenario)
    if found.created_by_id != by.pk:
        raise Refused(NOT_YOURS)
    journal("scenario_deleted", held, by=by, at=at, data={"name": found.name})
    found.delete()


@transaction.atomic
def move_line(scenario: Scenario, line: int, *, by: User, at: datetime) -> None:
    """Draw the cut after `line` dossiers: those that pass above it are served, best first, with
    what is left for them; those that fall below receive nothing any more.

    Raises `Refused` to whoever does not see every dossier.
    """
    board = _whole_board(scenario, by)
    found, ranking = board.scenario, board.ranking
    line = min(max(line, 0), len(ranking))
    amounts = dict(board.amounts)
    for passage in ranking[line : board.line]:
        amounts.update({pair: Decimal(0) for pair in amounts if pair[0] == passage.pk})
    _serve(board, range(board.line, line), amounts)
    found.order, found.line = [one.pk for one in ranking], line
    _touch(found, ["order", "line"], at=at)
    fill(found, amounts)


@transaction.atomic
def rank_again(scenario: Scenario, *, by: User, at: datetime) -> None:
    """Take the ranking as it is known today; amounts stay. Raises `Refused` as `move_line`."""
    found = _whole_board(scenario, by).scenario
    found.order = ranking_now(found.sitting, by)
    _touch(found, ["order"], at=at)


def ranking_now(sitting: Sitting, by: User) -> list[int]:
    """Passages, best score first; those without one in the order of passage, last."""
    ground = ground_of(sitting, by)
    scores = {pk: one.score for pk, one in ground.requests.items()}
    return [
        one.pk
        for one in sorted(
            ground.sheaf.standing,
            key=lambda one: (scores[one.pk] is None, -(scores[one.pk] or 0), one.rank, one.pk),
        )
    ]


def hold_scenario(scenario: Scenario) -> Scenario:
    """Read anew, and kept from other writers. Raises `Refused` once it is deleted."""
    related = Scenario.objects.select_related("sitting__edition__coordination", "created_by")
    found = related.select_for_update(of=("self",)).filter(pk=scenario.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def fill(scenario: Scenario, amounts: Mapping[tuple[int, int], Decimal]) -> None:
    """Write amounts, by passage and envelope; those of dossiers not named stay."""
    rows = [
        Portion(scenario=scenario, passage_id=passage, envelope_id=envelope, amount=amount)
        for (passage, envelope), amount in amounts.items()
    ]
    Portion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scenario", "passage", "envelope"],
        update_fields=["amount"],
    )


def _serve(board: Board, places: Iterable[int], amounts: dict[tuple[int, int], Decimal]) -> None:
    """Give to the dossiers at these places what is left, each in turn."""
    pots, left = board.ground.pots, pot(board.ground.pots)
    keys = {one.pk for one in board.ranking}
    for (pk, envelope), amount in amounts.items():
        if pk in keys and amount:
            left.take(board.ground.requests[pk], {str(envelope): amount})
    for place in places:
        passage = board.ranking[place]
        if any(amounts.get((passage.pk, int(one.key))) for one in pots):
            continue
        shares = portions(board.ground.requests[passage.pk], pots, left)
        left.take(board.ground.requests[passage.pk], shares)
        amounts.update({(passage.pk, int(key)): amount for key, amount in shares.items()})


def _whole_board(scenario: Scenario, by: User) -> Board:
    hold(scenario.sitting)
    board = board_of(hold_scenario(scenario), by)
    if not board.ground.is_whole:
        raise Refused(PARTIAL)
    return board


def _touch(scenario: Scenario, fields: list[str], *, at: datetime) -> None:
    scenario.version = F("version") + 1
    scenario.touched_at = at
    scenario.save(update_fields=[*fields, "version", "touched_at"])
    scenario.refresh_from_db(fields=["version"])


def _made(held: Sitting, name: str, order: list[int], *, by: User, at: datetime) -> Scenario:
    if held.scenarios.count() >= MOST:
        raise Refused(TOO_MANY)
    facts: dict[str, Any] = {"created_by": by, "created_at": at, "touched_at": at}
    made = Scenario.objects.create(sitting=held, name=name, order=order, **facts)
    journal("scenario", held, by=by, at=at, data={"name": name})
    return made


def _refuse_name(held: Sitting, name: str, by: User) -> None:
    if held.scenarios.filter(created_by=by, name=name).exists():
        raise Refused(TAKEN)
