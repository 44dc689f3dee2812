"""What the pages, e-mails and papers of a coordination wear: its name, its logo, its colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from passeurs.core.contrast import HEX

from .models import Coordination

DESK = "/bureau/"
VERSION_LENGTH = 12
WAYS = (
    ("edition", "coordination"),
    ("dossier", "edition", "coordination"),
    ("sitting", "edition", "coordination"),
    ("scenario", "sitting", "edition", "coordination"),
)
"""How one goes from what a template receives to the coordination; the first that leads wins."""


@dataclass(frozen=True)
class Look:
    """`light` and `dark` are colours or empty, `logo` names the file's version or is empty."""

    slug: str
    name: str
    region: str = ""
    drac: str = ""
    light: str = ""
    dark: str = ""
    logo: str = ""
    alt: str = ""

    @property
    def version(self) -> str:
        return f"{self.light}{self.dark}".replace("#", "")

    @property
    def sheet_url(self) -> str:
        """The address of its colours, another one as soon as they change; empty without any."""
        return self._address("organisations:sheet", self.version)

    @property
    def logo_url(self) -> str:
        return self._address("organisations:logo", self.logo)

    @property
    def mailed_logo_url(self) -> str:
        """The whole address, for a reader who is not on the site."""
        return f"{settings.SITE_URL}{self.logo_url}" if self.logo else ""

    @property
    def css(self) -> str:
        """The two properties that `tokens.css` reads, and nothing else whatever the row holds."""
        pairs = (("", self.light), ("-dark", self.dark))
        told = "".join(f"--coordination-accent{end}:{colour};" for end, colour in pairs if colour)
        return f":root{{{told}}}" if told else ""

    def _address(self, route: str, version: str) -> str:
        if not version:
            return ""
        return f"{reverse(route, args=[self.slug])}?{urlencode({'v': version})}"


def look_of(coordination: Coordination) -> Look:
    return look_from(
        {
            "slug": coordination.slug,
            "name": coordination.name,
            "region": coordination.region_name,
            "drac": coordination.drac_name,
            "light": coordination.accent_light,
            "dark": coordination.accent_dark,
            "logo": coordination.logo_id and str(coordination.logo_id),
            "alt": coordination.logo_alt,
        }
    )


def look_from(told: Mapping[str, Any]) -> Look:
    """From the columns of a row; what is not a colour is left out."""
    logo = (told["logo"] or "").replace("-", "")[:VERSION_LENGTH]
    colours = {theme: _colour(told[theme]) for theme in ("light", "dark")}
    return Look(**{**told, **colours, "logo": logo})


def _colour(value: str) -> str:
    return value.lower() if HEX.fullmatch(value or "") else ""


def worn_by(context: Mapping[str, Any]) -> Look | None:
    """That of what the page is about, else at the desk that of the person's own team.

    Nothing is asked of the database: only what the view already holds is looked at.
    """
    if coordination := held(context):
        return look_of(coordination)
    request = context.get("request")
    if request is None or not request.path.startswith(DESK):
        return None
    mine = getattr(request.user, "team_look", None)
    return look_from(mine) if mine else None


def mailed(context: Mapping[str, Any]) -> Look | None:
    """That of the coordination a message speaks for; None for a message of the platform's own."""
    if coordination := held(context):
        return look_of(coordination)
    for name in ("invitation", "contact", "card"):
        found = getattr(context.get(name), "coordination", None)
        if isinstance(found, Coordination):
            return look_of(found)
    return None


def held(context: Mapping[str, Any]) -> Coordination | None:
    """The coordination that a template received, itself or behind an edition or a dossier.

    A page that belongs to nobody, though it speaks of an edition, says `coordination` is None.
    """
    if "coordination" in context:
        told = context["coordination"]
        return told if isinstance(told, Coordination) else None
    for first, *rest in WAYS:
        found = context.get(first)
        for name in rest:
            state = getattr(found, "_state", None)
            found = state.fields_cache.get(name) if state else None
        if isinstance(found, Coordination):
            return found
    return None
