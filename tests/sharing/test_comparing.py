from decimal import Decimal

from passeurs.sharing.comparing import Figures, compare
from passeurs.sharing.facts import Plan, Request


def request(key, **facts):
    return Request(key, key, {"drac": Decimal(900)}, Decimal(900), **facts)


def plan(**amounts):
    return Plan({(key, "drac"): Decimal(amount) for key, amount in amounts.items()})


def test_two_plans_are_told_by_dossier_and_by_what_the_dossiers_are():
    held = [
        request("b", department="46", kind="workshop", is_qpv=True, is_rural=True),
        request("a", department="31", kind="workshop", is_new=True, is_rural=True),
        request("c", department="31", kind="screening"),
    ]
    found = compare(plan(a="100.10", c="50"), plan(b="200", c="50"), held)
    none, c = Figures(Decimal(0), 0), Figures(Decimal(50), 1)
    a, b = Figures(Decimal("100.10"), 1), Figures(Decimal(200), 1)
    assert found.by_dossier == {"a": (Decimal("100.10"), 0), "b": (0, Decimal(200))}
    assert found.total == (Figures(Decimal("150.10"), 2), Figures(Decimal(250), 2))
    assert found.by_department == {"31": (found.total[0], c), "46": (none, b)}
    assert found.by_kind == {"screening": (c, c), "workshop": (a, b)}
    assert found.by_zone == {"qpv": (none, b), "rural": (a, b)}
    assert found.by_newness == {"new": (a, none), "returning": (c, found.total[1])}
