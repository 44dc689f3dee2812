"""The words an edition lets a dossier choose from: its own, or those of the call."""

from collections.abc import Mapping
from typing import Any

from .enums import Nature, PartnerFunction

type Edition = Mapping[str, Any]


def _own(edition: Edition, key: str) -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in edition.get(key) or ()]


def functions_of(edition: Edition) -> list[tuple[str, str]]:
    """The functions a partner may fill: codes and labels."""
    return _own(edition, "functions") or list(PartnerFunction.choices)


def natures_of(edition: Edition) -> list[tuple[str, str]]:
    """The natures an action may have: codes and labels."""
    return _own(edition, "natures") or list(Nature.choices)


def told(choices: list[tuple[str, str]], codes: list[str] | None) -> list[str]:
    """The labels of codes, in their order; a code nobody knows any more is shown as it is."""
    labels = dict(choices)
    return [labels.get(code, code) for code in codes or ()]
