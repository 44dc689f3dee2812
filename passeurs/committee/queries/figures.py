"""The figures of a sitting: asked, proposed, granted, by what dossiers and holders are.

Only what the reader sees is counted. Proposed is what the instruction sheets say, for whoever may
read them; granted is what decisions give.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Sum

from passeurs.accounts.models import User
from passeurs.core.access import can
from passeurs.instruction.models import Sheet
from passeurs.organisations.enums import ActorKind
from passeurs.sharing.facts import Request
from passeurs.territories.regions import DEPARTMENTS

from ..models import Envelope, Sitting
from .remembered import Memory
from .requests import ZERO, requests_of, sheaf_of
from .session import standing_grants

BOTH, QPV, RURAL, OTHER = "QPV et rural", "QPV", "Commune rurale", "Autre territoire"


@dataclass(frozen=True)
class Line:
    """Some dossiers, in euros; the shares are of the largest sum asked by a line of the table."""

    label: str
    count: int
    served: int
    asked: Decimal
    proposed: Decimal
    granted: Decimal
    asked_at: str = "0%"
    proposed_at: str = "0%"
    granted_at: str = "0%"


@dataclass(frozen=True)
class Figures:
    """`tables` are titled; `is_whole` is whether every dossier of the sitting is counted."""

    total: Line
    tables: list[tuple[str, str, list[Line]]]
    is_whole: bool


type Facts = tuple[Request, Decimal, Decimal]


def figures_of(sitting: Sitting, user: User) -> Figures:
    """Counted anew when a dossier, a sheet or a decision changed; else as remembered."""
    grants = standing_grants().filter(envelope__sitting=sitting).order_by()
    given = grants.aggregate(Count("pk"), Sum("amount"), Max("decision__decided_at"))
    return Memory(sitting, user).of("figures", given, lambda: _figures(sitting, user))


def _figures(sitting: Sitting, user: User) -> Figures:
    sheaf = sheaf_of(sitting, user)
    envelopes = list(sitting.envelopes.all())
    requests = requests_of(sheaf.standing, envelopes or [Envelope(source="drac")], {})
    proposed, granted = _proposed(sitting, user), _granted(sitting)
    return counted(requests, proposed, granted, is_whole=sheaf.is_whole)


def counted(
    requests: Mapping[int, Request],
    proposed: Mapping[int, Decimal],
    granted: Mapping[int, Decimal],
    *,
    is_whole: bool,
) -> Figures:
    """The figures of these dossiers, by passage; asks nothing."""
    facts: list[Facts] = [
        (one, proposed.get(pk, ZERO), granted.get(pk, ZERO)) for pk, one in requests.items()
    ]
    kinds = {kind.value: str(kind.label) for kind in ActorKind}
    tables = [
        _table("Par département", "departement", facts, _department),
        _table("Par famille de porteurs", "famille", facts, lambda one: kinds.get(one.kind, "")),
        _table("Par territoire", "territoire", facts, _territory),
        _table("Nouveaux ou déjà venus", "venue", facts, _newness),
    ]
    return Figures(_line("Ensemble", facts), tables, is_whole)


def _department(request: Request) -> str:
    code = request.department
    return f"{DEPARTMENTS.get(code, code)} ({code})" if code else ""


def _territory(request: Request) -> str:
    if request.is_qpv and request.is_rural:
        return BOTH
    return QPV if request.is_qpv else RURAL if request.is_rural else OTHER


def _newness(request: Request) -> str:
    return "Nouveaux porteurs" if request.is_new else "Déjà venus"


def _table(
    title: str, code: str, facts: Iterable[Facts], name: Callable[[Request], str]
) -> tuple[str, str, list[Line]]:
    """One line a group, the one that asks the most first."""
    groups: dict[str, list[Facts]] = {}
    for one in facts:
        groups.setdefault(name(one[0]) or "Non renseigné", []).append(one)
    lines = [_line(label, held) for label, held in groups.items()]
    scale = max((max(one.asked, one.proposed, one.granted) for one in lines), default=ZERO)
    drawn = [_drawn(one, scale or Decimal(1)) for one in lines]
    return title, code, sorted(drawn, key=lambda one: (-one.asked, one.label))


def _line(label: str, facts: list[Facts]) -> Line:
    return Line(
        label=label,
        count=len(facts),
        served=sum(bool(granted) for _, _, granted in facts),
        asked=sum((sum(one.asked.values(), ZERO) for one, _, _ in facts), ZERO),
        proposed=sum((one for _, one, _ in facts), ZERO),
        granted=sum((one for _, _, one in facts), ZERO),
    )


def _drawn(line: Line, scale: Decimal) -> Line:
    def at(amount: Decimal) -> str:
        return f"{amount * 100 / scale:.2f}%"

    return Line(
        line.label,
        line.count,
        line.served,
        line.asked,
        line.proposed,
        line.granted,
        at(line.asked),
        at(line.proposed),
        at(line.granted),
    )


def _proposed(sitting: Sitting, user: User) -> dict[int, Decimal]:
    keeps = can(user, "sitting.keep", sitting)
    sheets = Sheet.objects.all() if keeps else Sheet.objects.shared_with(user)
    rows = sheets.filter(dossier__passages__sitting=sitting, amount_proposed__isnull=False)
    return dict(rows.values_list("dossier__passages__pk", "amount_proposed"))


def _granted(sitting: Sitting) -> dict[int, Decimal]:
    rows = standing_grants().filter(envelope__sitting=sitting).order_by()
    found = rows.values_list("decision__passage").annotate(total=Sum("amount"))
    return dict(found)
