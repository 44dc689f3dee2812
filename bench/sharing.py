"""`python -m bench.sharing`: how long a sharing takes at each size, in memory, without a base.

`100 300` as arguments chooses the sizes. Invented dossiers, the same each time; three envelopes
with their floors, ceilings and steps; minima and a share for the priority districts.
"""

import sys
from collections.abc import Callable
from decimal import Decimal
from random import Random
from time import perf_counter

from passeurs.sharing.checking import check
from passeurs.sharing.facts import Envelope, Minimum, Options, Request, Spread, Zone
from passeurs.sharing.proposing import share_out, with_more
from passeurs.sharing.ranking import by_rank

SIZES = ["100", "300", "1000"]
DEPARTMENTS = ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]


def dossier(place: int, chance: Random) -> Request:
    cost = chance.randint(20, 400) * 50
    return Request(
        dossier=f"{place:04d}",
        holder=f"h{chance.randrange(place + 1)}",
        asked={"drac": Decimal(cost // 2), "region": Decimal(cost // 3)},
        cost=Decimal(cost),
        score=Decimal(chance.randint(20, 100)) / 100,
        secured=Decimal(cost // 5),
        minimum=Decimal(min(500, cost // 4)),
        department=chance.choice(DEPARTMENTS),
        is_qpv=chance.random() < 0.3,
        is_rural=chance.random() < 0.4,
    )


def envelopes(size: int) -> list[Envelope]:
    """Each holds about a third of what is asked."""
    return [
        Envelope("drac", "drac", Decimal(size * 1200), floor=Decimal(500), step=Decimal(50),
                 ceiling=Decimal(8000), share=Decimal(50), holder_ceiling=Decimal(15000)),
        Envelope("region", "region", Decimal(size * 600), floor=Decimal(500), step=Decimal(100)),
        Envelope("rural", "region", Decimal(size * 300), step=Decimal(100),
                 zones=frozenset({Zone.RURAL})),
    ]  # fmt: skip


def timed[T](work: Callable[[], T]) -> tuple[T, float]:
    start = perf_counter()
    return work(), perf_counter() - start


def line(size: int, deed: str, seconds: float, said: str) -> None:
    print(f"{size:8d}  {deed:28}  {seconds:6.2f} s  {said}".rstrip(), flush=True)


def measure(size: int) -> None:
    chance = Random(size)
    asked, shared = [dossier(place, chance) for place in range(size)], envelopes(size)
    wished = Options(
        minima=tuple(Minimum(one, Decimal(1000), 1) for one in DEPARTMENTS[:4]),
        zone_shares={Zone.QPV: Decimal(30)},
    )
    plan, seconds = timed(lambda: by_rank(asked, shared, size))
    line(size, "par le rang", seconds, f"{len(plan.by_dossier())} servis")
    broken, seconds = timed(lambda: check(plan, asked, shared, wished))
    line(size, "manquements", seconds, f"{len(broken)}")
    for spread in Spread:
        propose(asked, shared, Options(spread, wished.minima, wished.zone_shares))


def propose(asked: list[Request], shared: list[Envelope], options: Options) -> None:
    size, spread = len(asked), options.spread
    found, seconds = timed(lambda: share_out(asked, shared, options))
    proven = "prouvé" if found.is_proven else "non prouvé"
    settled = "départagé" if found.is_settled else "non départagé"
    served = len(found.plan.by_dossier()) if found.plan else 0
    line(size, f"proposition {spread}", seconds, f"{served} servis, {proven}, {settled}")
    if spread == Spread.FREE:
        more, seconds = timed(lambda: with_more(found, asked, shared, options))
        moved = " + ".join(str(len(one.changes or {})) for one in more)
        line(size, "1 000 € de plus", seconds, f"dossiers changés : {moved}")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or SIZES:
        measure(int(chosen))
