"""What is measured: the pages, who looks at them, and how the platform is filled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count as counter
from typing import Any

from django.urls import reverse

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.committee.models import Scenario, Session, Sitting
from passeurs.dossiers.models import Dossier, Section

from .seed import fill

__all__ = ["PAGES", "Page", "fill"]


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
    headers: dict[str, str] = field(default_factory=dict)
    most_ms: float | None = None
    most_queries: int | None = None


SAVES = counter(1)


def holder() -> User:
    return User.objects.get(email="porteuse@exemple.fr")


def agent() -> User:
    return User.objects.get(email="agent@exemple.fr")


def call(name: str) -> Callable[[], str]:
    return lambda: reverse(name, args=[Edition.objects.get().slug])


def mine() -> Dossier:
    return Dossier.objects.get(structure__memberships__user__email="porteuse@exemple.fr")


def section(name: str, *more: str) -> Callable[[], str]:
    return lambda: reverse(f"dossiers:{name}", args=[mine().pk, *more])


def reader() -> User:
    return User.objects.get(email="committee@exemple.fr")


def sitting(name: str, *more: Callable[[], Any]) -> Callable[[], str]:
    """A page of the sitting; `more` are the other parts of its address."""

    def path() -> str:
        found = Sitting.objects.get()
        return reverse(f"committee:{name}", args=[found.pk, *(one() for one in more)])

    return path


def on_screen() -> int:
    return Session.objects.get().passage_id


def scenario() -> str:
    return reverse("committee:scenario", args=[Scenario.objects.first().pk])


def typed() -> dict:
    """One field, new each time, on top of the version that stands."""
    version = Section.objects.get(dossier=mine(), code="project").version
    return {"_version": version, "summary": f"Un résumé, écriture {next(SAVES)}."}


PAGES = [
    Page("accueil", lambda: reverse("pages:home"), most_ms=6, most_queries=4),
    Page("page de l’appel", call("calls:detail"), most_ms=6, most_queries=4),
    Page("catalogue de films", call("films:index"), most_ms=6, most_queries=4),
    Page(
        "enregistrer un champ",
        section("projet"),
        user=holder,
        method="POST",
        data=typed,
        headers={"X-Autosave": "1"},
        most_ms=10,
        most_queries=8,
    ),
    Page("règles à côté", section("panel", "project"), user=holder, most_ms=30, most_queries=15),
    Page("note d’intention", section("projet"), user=holder, most_ms=30, most_queries=15),
    Page("actions", section("actions"), user=holder, most_ms=30, most_queries=15),
    Page("budget", section("budget"), user=holder, most_ms=30, most_queries=15),
    Page("relecture", section("review"), user=holder, most_ms=30, most_queries=15),
    Page("mes dossiers", lambda: reverse("dossiers:index"), user=holder, most_queries=12),
    Page(
        "liste au bureau",
        lambda: reverse("desk:dossiers"),
        user=agent,
        most_ms=40,
        most_queries=12,
    ),
    Page(
        "recherche au bureau",
        lambda: reverse("desk:dossiers") + "?q=lumière",
        user=agent,
        most_ms=40,
        most_queries=12,
    ),
    Page(
        "tableau par état",
        lambda: reverse("desk:dossiers") + "?vue=colonnes",
        user=agent,
        most_ms=40,
        most_queries=12,
    ),
    Page("aujourd’hui au bureau", lambda: reverse("desk:home"), user=agent),
    Page(
        "dossier au bureau",
        lambda: reverse("desk:dossier", args=[mine().pk]),
        user=agent,
        most_ms=30,
        most_queries=15,
    ),
    Page("salle de lecture", sitting("room"), user=reader, most_ms=40, most_queries=15),
    Page(
        "lire un dossier",
        sitting("reading", on_screen),
        user=reader,
        most_ms=40,
        most_queries=15,
    ),
    Page("notes au bureau", sitting("marks"), user=agent, most_ms=40, most_queries=15),
    Page("en séance", sitting("session"), user=reader, most_ms=40, most_queries=15),
    Page("suivre la séance", sitting("state"), user=reader, most_ms=10, most_queries=5),
    Page("scénario", scenario, user=agent, most_ms=40, most_queries=15),
    Page("scénarios comparés", sitting("compare"), user=agent, most_ms=40, most_queries=15),
    Page("chiffres de la séance", sitting("figures"), user=agent, most_ms=40, most_queries=15),
]
