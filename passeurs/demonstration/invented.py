"""Numbers that look right and belong to nobody."""

from stdnum import luhn


def siret(rank):
    """A SIRET whose keys are right, in a range that the register never gives out (000…)."""
    siren = _keyed(f"0007{rank:04}")
    return _keyed(f"{siren}0001")


def rna(rank):
    return f"W999{rank:06}"


def phone(rank):
    """In the range kept for fiction (05 36 49), as written in France."""
    return f"05 36 49 {rank // 100:02} {rank % 100:02}"


def _keyed(number):
    return number + luhn.calc_check_digit(number)
