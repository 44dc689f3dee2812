"""Two texts side by side, word by word: what left, what came, and what stayed around it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
PLAIN_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
MOST_WORK = 400_000  # words of one text times words of the other, past which both are shown whole
LEAST_ALIKE = 0.5  # under it, two stretches are told apart whole: crumbs in common say nothing
AROUND = 60  # characters kept on each side of a change
LONGEST = 1_500  # characters of one piece, past which it is cut and says so


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `same`, `gone` or `new`; `left_out` counts the characters not shown."""

    kind: str
    text: str
    left_out: int = 0


def pieces(before: str, after: str) -> list[Piece]:
    """From one text to the other, in reading order; nothing at all for the same text.

    The spaces of typography, which no eye tells apart, make no difference.
    """
    old, new = (WORDS.findall(text.translate(PLAIN_SPACES)) for text in (before, after))
    if old == new:
        return []
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    found = [("same", old[:head]), *middle, ("same", old[len(old) - tail :])]
    shown = [(kind, "".join(words)) for kind, words in found if words]
    return [_piece(kind, text, rank, len(shown)) for rank, (kind, text) in enumerate(shown)]


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    if len(old) * len(new) > MOST_WORK:
        return _whole(old, new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _whole(old, new)
    found: list[tuple[str, list[str]]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", old[i1:i2]))
        else:
            found += [("gone", old[i1:i2]), ("new", new[j1:j2])]
    return found


def _whole(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    return [("gone", old), ("new", new)]


def replaced(before: str, after: str) -> list[Piece]:
    """One value for another, whole: an answer, a date, a sum."""
    found = (("gone", before), ("new", after))
    return [_piece(kind, text, 0, 1) for kind, text in found if text and before != after]


def _piece(kind: str, text: str, rank: int, count: int) -> Piece:
    if kind != "same":
        return Piece(kind, text[:LONGEST], max(0, len(text) - LONGEST))
    before = AROUND if rank else 0
    after = AROUND if rank < count - 1 else 0
    if len(text) <= before + after + 1:
        return Piece(kind, text)
    start, end = text[:before], text[len(text) - after :] if after else ""
    return Piece(kind, f"{start}…{end}", len(text) - before - after)
