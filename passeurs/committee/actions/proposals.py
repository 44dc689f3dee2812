"""Asking for a proposal: the plan worth the most under every rule; it fills, it never decides."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.sharing import words
from passeurs.sharing.facts import Plan
from passeurs.sharing.proposing import Proposal, share_out

from ..enums import Search
from ..models import Scenario
from ..queries.scenarios import Board, board_of
from ..queries.wishes import options_of
from .scenarios import PARTIAL, fill, hold_scenario
from .sittings import hold

NOTHING = (
    "Aucun dossier n’a encore de note, de priorité ni d’avis\u00a0: il n’y a rien à comparer. "
    "Remplissez les fiches d’instruction, ou tenez un dossier «\u00a0dedans\u00a0»."
)
NO_ENVELOPE = "Fixez d’abord au moins une enveloppe."
ALREADY = "Une proposition est déjà en calcul pour ce scénario."
CHANGED = (
    "Le scénario, une enveloppe ou un dossier a changé pendant le calcul\u00a0: la proposition "
    "n’a rien écrit. Relancez-la."
)


@transaction.atomic
def ask_proposal(
    scenario: Scenario, options: Mapping[str, Any], *, by: User, at: datetime
) -> Scenario:
    """Note what is wished; `find_proposal` computes it.

    Raises `Refused` where nothing could be proposed, or while another one is on its way.
    """
    hold(scenario.sitting)
    board = board_of(hold_scenario(scenario), by)
    held = board.scenario
    if held.is_running:
        raise Refused(ALREADY)
    if not board.ground.is_whole:
        raise Refused(PARTIAL)
    if not board.ground.envelopes:
        raise Refused(NO_ENVELOPE)
    wished = options_of(options, board.ground.by_key)
    if not any(wished.may_propose(one) for one in board.ground.asked_of):
        raise Refused(NOTHING)
    held.options, held.search, held.searched_by, held.told = dict(options), Search.WAITING, by, {}
    held.touched_at = at
    held.save(update_fields=["options", "search", "searched_by", "told", "touched_at"])
    return held


def find_proposal(scenario: Scenario, *, at: datetime) -> None:
    """Compute outside any lock, then fill the scenario if nothing changed meanwhile.

    What cannot be kept is told in `told`, and then nothing is filled.
    """
    by = cast(User, scenario.searched_by)
    board = board_of(scenario, by)
    found = share_out(board.ground.asked_of, board.ground.pots, board.options)
    with transaction.atomic():
        held = hold_scenario(scenario)
        fresh = board_of(held, by)
        is_same = held.version == scenario.version and _facts(fresh) == _facts(board)
        told = _told(board, found) if is_same else {"unmet": [CHANGED]}
        fields = ["search", "told"]
        if is_same and found.plan is not None:
            _take(fresh, found.plan)
            held.version += 1
            fields += ["version", "order", "line"]
        held.search, held.told = Search.DONE, told | {"at": at.isoformat()}
        held.save(update_fields=fields)


def fail_proposal(scenario: Scenario) -> None:
    """Say that the computing broke: the scenario stays as it was."""
    Scenario.objects.filter(pk=scenario.pk).update(search=Search.FAILED)


def _facts(board: Board) -> tuple[Any, ...]:
    return board.ground.requests, board.ground.pots, board.options


def _take(board: Board, plan: Plan) -> None:
    """Every amount of the scenario becomes the plan's; the line falls after the last served."""
    held, amounts = board.scenario, dict.fromkeys(board.amounts, Decimal(0))
    keys = board.ground.by_key
    for (key, envelope), amount in plan.amounts.items():
        amounts[keys[key].pk, int(envelope)] = amount
    fill(held, amounts)
    served = {keys[key].pk for key in plan.by_dossier()}
    ranking = [one.pk for one in board.ranking]
    held.order = ranking
    held.line = max((place for place, pk in enumerate(ranking, 1) if pk in served), default=0)


def _told(board: Board, found: Proposal) -> dict[str, Any]:
    names = board.ground.names
    return {
        "proof": words.proof_sentence(found),
        "is_sure": found.is_proven and found.plan is not None,
        "unmet": [words.unmet_sentence(one, names) for one in found.unmet],
    }
