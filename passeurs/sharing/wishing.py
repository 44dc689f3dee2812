"""The options of the committee: those that can be kept together, and how near the others come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from time import monotonic

from passeurs.sharing import model as building
from passeurs.sharing.checking import Code
from passeurs.sharing.facts import CENT, ZERO, Minimum, Pair, Zone
from passeurs.sharing.model import MILLIONTH, Model, Programme, Row
from passeurs.sharing.solver import solve

UNIT = Decimal(1)


@dataclass(frozen=True)
class Unmet:
    """An option that cannot be kept together with those before it; `subject` is its dossier,
    department or zone.

    `asked` is what it wants and `best` the nearest to it that is reached while those before it are
    kept, in euros (in dossiers for DEPARTMENT_COUNT); None where time ran out. A ZONE_SHARE asks
    that nothing be missing: `best` is below zero by what is.
    """

    option: Code
    subject: str
    envelope: str = ""
    asked: Decimal = ZERO
    best: Decimal | None = ZERO
    share: Decimal | None = None


@dataclass(frozen=True)
class Wish:
    """An option with its rows, None where nothing can keep it; `goal` is what it wants much of,
    each point worth `unit`, and never past `cap`.
    """

    option: Unmet
    rows: tuple[Row, ...] | None
    goal: Mapping[int, int]
    unit: Decimal = CENT
    cap: tuple[Row, ...] = ()


def with_options(made: Programme, until: float) -> tuple[Model, tuple[Unmet, ...]]:
    """The model with every option's rows, and the options that cannot join those before them."""
    told = list(wishes(made))
    everything = made.model.with_rows(row for wish in told for row in wish.rows or ())
    if all(wish.rows is not None for wish in told) and not is_impossible(everything, until):
        return everything, ()
    held, unmet = made.model, []
    for wish in told:
        tried = None if wish.rows is None else held.with_rows(wish.rows)
        if tried is None or is_impossible(tried, until):
            unmet.append(replace(wish.option, best=nearest(held, wish, until)))
        else:
            held = tried
    return held, tuple(unmet)


def is_impossible(model: Model, until: float) -> bool:
    return solve(model, {}, seconds=until - monotonic()).is_impossible


def nearest(held: Model, wish: Wish, until: float) -> Decimal | None:
    """The most of what the option wants, those before it kept; None where it is not proven."""
    found = solve(held.with_rows(wish.cap), wish.goal, seconds=until - monotonic())
    if found.values is None or not found.is_proven:
        return None
    points = sum(weight * found.values[column] for column, weight in wish.goal.items())
    return points * wish.unit


def wishes(made: Programme) -> Iterator[Wish]:
    """The options in the order they are tried."""
    options = made.options
    for pair, amount in sorted(options.fixed.items()):
        yield of_fixed(made, pair, amount)
    for dossier in sorted(options.forced_in):
        yield Wish(Unmet(Code.FORCED_IN, dossier), building.forced_in(made, dossier), {})
    for minimum in options.minima:
        yield of_amount(made, minimum)
        yield of_count(made, minimum)
    for zone, least in sorted(options.zone_shares.items()):
        yield of_zone(made, zone, least)


def of_fixed(made: Programme, pair: Pair, amount: Decimal) -> Wish:
    """Its nearest is at or under the amount."""
    option = Unmet(Code.FIXED, *pair, asked=amount)
    cap = (Row(made.terms([pair]), high=building.cents(amount)),)
    return Wish(option, building.fixed(made, pair, amount), made.terms([pair]), cap=cap)


def of_amount(made: Programme, minimum: Minimum) -> Wish:
    option = Unmet(Code.DEPARTMENT_AMOUNT, minimum.department, asked=minimum.amount)
    row = building.amount_row(made, minimum)
    return Wish(option, (row,), row.terms)


def of_count(made: Programme, minimum: Minimum) -> Wish:
    option = Unmet(Code.DEPARTMENT_COUNT, minimum.department, asked=Decimal(minimum.count))
    row = building.count_row(made, minimum)
    return Wish(option, (row,), row.terms, UNIT)


def of_zone(made: Programme, zone: Zone, least: Decimal) -> Wish:
    row = building.zone_row(made, zone, least)
    return Wish(Unmet(Code.ZONE_SHARE, zone, share=least), (row,), row.terms, CENT / MILLIONTH)
