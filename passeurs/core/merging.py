"""Merge fields: « Bonjour {prénom} » written once, made one's own for each reader. Pure."""

import re
from collections.abc import Collection, Mapping

FIELD = re.compile(r"\{[^\S\n]*([^{}\n]{1,60}?)[^\S\n]*\}")


def fields_in(text: str) -> list[str]:
    """The names between braces, each once, in the order in which they come."""
    return list(dict.fromkeys(FIELD.findall(text)))


def unknown_fields(text: str, known: Collection[str]) -> list[str]:
    """Those that no value will replace; a letter must not leave with one of them."""
    return [name for name in fields_in(text) if name not in known]


def fault_in(text: str, known: Collection[str]) -> str:
    """The sentence that tells the fields nobody knows; empty where there is none."""
    named = ", ".join(f"{{{one}}}" for one in unknown_fields(text, known))
    return f"Champ inconnu\u00a0: {named}. Choisissez dans la liste." if named else ""


def merge(text: str, values: Mapping[str, str]) -> str:
    """The text with each field replaced by its value, as it is: nothing in a value is read again.

    Raises `KeyError` on an unknown field: check with `unknown_fields` first.
    """
    return FIELD.sub(lambda found: values[found[1]], text)
