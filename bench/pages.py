"""What is measured: the pages, who looks at them, and how the platform is filled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page to measure; `path`, `user` and `data` are asked once the platform is filled.

    `most_ms` (worker CPU) and `most_queries` are the figures to stay under, None where there are
    none: the table marks what is over.
    """

    name: str
    path: Callable[[], str]
    user: Callable[[], Any] = field(default=lambda: None)
    method: str = "GET"
    data: Callable[[], dict] = field(default=dict)
    most_ms: float | None = None
    most_queries: int | None = None


def fill(count: int) -> None:
    """Fill an empty, migrated platform with its references and `count` dossiers."""


PAGES = [
    Page("santé", lambda: "/sante/vivant/", most_ms=2, most_queries=0),
    Page("adresse inconnue", lambda: "/absente/", most_ms=6, most_queries=0),
]
