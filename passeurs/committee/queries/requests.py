"""The dossiers of a sitting as `sharing` reads them, for one reader.

`cost` is the project's charges, voluntary contributions apart. `secured` is all the budget counts
on besides the envelopes: the plan balances when each envelope gives what it is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from passeurs.accounts.models import User
from passeurs.budgets.chart import Side
from passeurs.dossiers.enums import BudgetScope
from passeurs.dossiers.models import Action, BudgetLine, Dossier
from passeurs.sharing import facts

from ..models import Envelope, Passage, Sitting

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sheaf:
    """What a reader sees of the order; `is_whole` is whether every dossier that stands is in it.

    `is_part` is whether only some of what they see was asked for.
    """

    passages: list[Passage]
    is_whole: bool
    is_part: bool = False

    @property
    def standing(self) -> list[Passage]:
        """Those that can receive anything: a dossier taken back receives nothing."""
        return [one for one in self.passages if one.dossier.is_filed]


READ = (
    "rank",
    "sitting",
    "dossier__reference",
    "dossier__state",
    "dossier__edition",
    "dossier__took_part_last_year",
    "dossier__structure__name",
    "dossier__structure__siret",
    "dossier__structure__actor_kind",
    "dossier__structure__commune__name",
    "dossier__structure__commune__department",
    "dossier__project__title",
    "dossier__project__dossier",
)
"""What is read of each dossier: a sitting may hold thousands."""


def sheaf_of(sitting: Sitting, user: User, among: Iterable[int] | None = None) -> Sheaf:
    """Two questions, whatever the number of dossiers; `among` asks of some passages alone."""
    seen = Dossier.objects.visible_to(user)
    rows = sitting.passages.filter(dossier__in=seen.values("pk"))
    related = ("dossier__structure__commune", "dossier__project")
    rows = rows.select_related(*related).only(*READ).order_by("rank", "pk")
    if among is not None:
        return Sheaf(list(rows.filter(pk__in=list(among))), is_whole=False, is_part=True)
    found = list(rows)
    standing = sitting.passages.filter(dossier__in=Dossier.objects.filed().values("pk")).count()
    return Sheaf(found, standing == sum(one.dossier.is_filed for one in found))


def key_of(passage: Passage) -> str:
    """Equal scores come in the order of passage."""
    return f"{passage.rank:06d}-{passage.pk}"


def envelope_facts(envelope: Envelope) -> facts.Envelope:
    return facts.Envelope(
        key=str(envelope.pk),
        funder=envelope.source,
        total=envelope.total,
        ceiling=envelope.ceiling,
        holder_ceiling=envelope.holder_ceiling,
        share=envelope.share,
        floor=envelope.floor,
        departments=frozenset(envelope.departments),
        zones=frozenset(facts.Zone(zone) for zone in envelope.zones),
        kinds=frozenset(envelope.kinds),
        step=envelope.step,
    )


def requests_of(
    passages: Iterable[Passage], envelopes: Iterable[Envelope], scores: Mapping[int, Decimal]
) -> dict[int, facts.Request]:
    """By passage; two questions."""
    held = list(passages)
    dossiers = [one.dossier_id for one in held]
    lines, zones = _lines(dossiers), _zones(dossiers)
    sources = [one.source for one in envelopes]
    return {
        one.pk: _request(one, lines[one.dossier_id], zones[one.dossier_id], sources, scores)
        for one in held
    }


def _request(
    passage: Passage,
    lines: Mapping[str, Any],
    zones: set[str],
    sources: Iterable[str],
    scores: Mapping[int, Decimal],
) -> facts.Request:
    dossier, structure = passage.dossier, passage.dossier.structure
    asked = {source: lines["asked"].get(source, ZERO) for source in sources}
    return facts.Request(
        dossier=key_of(passage),
        holder=str(structure.pk),
        asked=asked,
        cost=lines["cost"],
        score=scores.get(passage.pk),
        siren=structure.siren,
        secured=max(lines["income"] - sum(asked.values(), ZERO), ZERO),
        department=structure.commune.department if structure.commune else "",
        kind=structure.actor_kind,
        is_qpv="qpv" in zones,
        is_rural="rural" in zones,
        is_new=not dossier.took_part_last_year,
    )


def _lines(dossiers: list[Any]) -> Mapping[Any, dict[str, Any]]:
    rows = BudgetLine.objects.filter(
        dossier__in=dossiers,
        scope=BudgetScope.PROJECT,
        side__in=[Side.CHARGE, Side.PRODUCT],
        amount__gt=0,
    )
    found: dict[Any, dict[str, Any]] = defaultdict(
        lambda: {"asked": {}, "cost": ZERO, "income": ZERO}
    )
    grouped = rows.order_by().values_list("dossier", "side", "funder_kind")
    for dossier, side, funder, amount in grouped.annotate(total=Sum("amount")):
        if side == Side.CHARGE:
            found[dossier]["cost"] += amount
        else:
            found[dossier]["income"] += amount
            found[dossier]["asked"][funder] = amount
    return found


def _zones(dossiers: list[Any]) -> Mapping[Any, set[str]]:
    found: dict[Any, set[str]] = defaultdict(set)
    for dossier, findings in Action.objects.filter(dossier__in=dossiers).values_list(
        "dossier", "findings"
    ):
        told = (findings or {}).items()
        found[dossier] |= {
            zone for zone, answer in told if answer and answer.get("answer") == "yes"
        }
    return found
