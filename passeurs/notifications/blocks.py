"""The text of a message cut into what its HTML version shows: paragraphs, buttons, facts, quotes.

The text alone is written; four shapes are recognised in it, paragraph by paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

COLON = "\N{NO-BREAK SPACE}:"
FACT = re.compile(rf"([^:]{{2,40}}){COLON} (.+)")
QUOTE = ">"
PREVIEW = 140  # signs shown by a mailbox beside the subject


@dataclass(frozen=True)
class Block:
    """`kind` is words, button (`text` and `url`), facts (`rows`) or quote."""

    kind: str
    text: str = ""
    url: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def blocks_of(text: str) -> list[Block]:
    """A label and one of our addresses under it make a button; lines « x : y », facts.

    An address elsewhere never makes a button: what somebody typed could hold one.
    """
    return [_block(lines) for lines in _paragraphs(text)]


def preview_of(blocks: list[Block]) -> str:
    """The first words that say something, after the greeting."""
    words = [block.text for block in blocks if block.kind == "words"]
    told = [text for text in words if not text.endswith(",")]
    return told[0][:PREVIEW] if told else ""


def _paragraphs(text: str) -> Iterator[list[str]]:
    for part in re.split(r"\n\s*\n", text):
        if part.strip():
            yield part.strip().splitlines()


def _block(lines: list[str]) -> Block:
    if all(line.startswith(QUOTE) for line in lines):
        return Block("quote", "\n".join(line.removeprefix(QUOTE).strip() for line in lines))
    if _is_button(lines):
        return Block("button", lines[0].removesuffix(COLON), url=lines[1])
    facts = [FACT.fullmatch(line) for line in lines]
    if len(lines) > 1 and all(facts):
        return Block("facts", rows=tuple((one[1], one[2]) for one in facts if one))
    return Block("words", "\n".join(lines))


def _is_button(lines: list[str]) -> bool:
    if len(lines) != 2:  # noqa: PLR2004 - a label, an address
        return False
    label, url = lines
    return label.endswith(COLON) and url.startswith(f"{settings.SITE_URL}/") and " " not in url
