"""Markdown as plain blocks, for a page that is not HTML."""

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False})
_OPENINGS = {"strong_open": "strong", "em_open": "em"}


def blocks(text: str) -> list[dict[str, Any]]:
    """`[{"kind": "title|item|paragraph", "runs": [{"text", "strong", "em"}]}]`.

    Links keep their words alone; markup that is not Markdown stays as typed.
    """
    kind, found = "paragraph", []
    for token in _PARSER.parse(text or ""):
        if token.type == "heading_open":
            kind = "title"
        elif token.type == "list_item_open":
            kind = "item"
        elif token.type in {"heading_close", "list_item_close"}:
            kind = "paragraph"
        elif token.type == "inline":
            found.append({"kind": kind, "runs": list(_runs(token.children or []))})
    return found


def _runs(children: list[Token]) -> Iterator[dict[str, Any]]:
    style = {"strong": False, "em": False}
    for child in children:
        if mark := _OPENINGS.get(child.type):
            style[mark] = True
        elif mark := _OPENINGS.get(child.type.replace("_close", "_open")):
            style[mark] = False
        elif child.type in {"softbreak", "hardbreak"}:
            yield {"text": "\n" if child.type == "hardbreak" else " ", **style}
        elif child.content:
            yield {"text": child.content, **style}
