"""What people typed, made fit for a page: nothing is read as markup, everything fits."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

SHOWN = Path(__file__).parent / "typst" / "shown.txt"
LACKING = "□"
ZERO_WIDTH_SPACE = "\u200b"
JOINERS = {"\u200c", "\u200d"}
LONG_WORD = re.compile(r"\S{46,}")
CHUNK = 32


def printable(value: Any) -> Any:
    """The same JSON value without control, direction or private signs, its long words breakable.

    Line ends stay. A run of signs that no font has is printed as □. PDF/A forbids private signs,
    and a word wider than the page would leave it.
    """
    return _each(value, _clean)


def without(value: Any, signs: AbstractSet[str]) -> Any:
    """The same value, with each of `signs` printed as □ (a run of them, as one)."""
    unshown = re.compile(f"[{re.escape(''.join(sorted(signs)))}]+")
    return _each(value, lambda text: unshown.sub(LACKING, text))


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _each(item, change) for key, item in value.items()}
    return value


def _clean(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if _is_kept(sign)).replace("\t", " ")
    return LONG_WORD.sub(_breakable, _unshown().sub(LACKING, kept))


@cache
def _unshown() -> re.Pattern[str]:
    """What the fonts lack, from the list that `manage.py list_shown_signs` writes."""
    ranges = (line.split("-") for line in SHOWN.read_text().split())
    shown = "".join(rf"\U{int(first, 16):08x}-\U{int(last, 16):08x}" for first, last in ranges)
    return re.compile(rf"[^\n{shown}]+")


def _is_kept(sign: str) -> bool:
    return sign in "\n\t" or sign in JOINERS or not unicodedata.category(sign).startswith("C")


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    return ZERO_WIDTH_SPACE.join(text[i : i + CHUNK] for i in range(0, len(text), CHUNK))
