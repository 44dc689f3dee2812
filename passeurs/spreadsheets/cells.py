"""Where a cell is, as a person reads it on their screen."""

from string import ascii_uppercase

LETTERS = len(ascii_uppercase)


def column_letter(rank: int) -> str:
    """0 → « A », 25 → « Z », 26 → « AA »."""
    letters = ""
    while rank >= 0:
        rank, left = divmod(rank, LETTERS)
        letters, rank = ascii_uppercase[left] + letters, rank - 1
    return letters


def column_rank(reference: str) -> int:
    """« D12 » → 3; -1 where there is no letter."""
    rank = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        rank = rank * LETTERS + ord(sign) - ord("A") + 1
    return rank - 1


def place(line: int, rank: int, heading: str = "") -> str:
    """« ligne 12, colonne D (montant) »."""
    named = f" ({heading})" if heading else ""
    return f"ligne {line}, colonne {column_letter(rank)}{named}"
