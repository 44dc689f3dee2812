"""The main menu: each app names its entries in its `doors.py`, a person sees those they may open.

`NAVIGATION = [Entry("dossiers:list", "Mes dossiers", "dossier.list", 20)]`
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.module_loading import module_has_submodule

from passeurs.core import access


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `permission` is « public », or a code of the permission table."""

    route: str
    label: str
    permission: str = "public"
    order: int = 50


@cache
def entries():
    """Every entry of every installed app, in order."""
    found = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "doors"):
            doors = import_module(f"{config.name}.doors")
            found += getattr(doors, "NAVIGATION", [])
    return tuple(sorted(found, key=lambda entry: (entry.order, entry.label)))


def entries_for(request):
    """What this person may open, the entry of the current page marked.

    A view whose address says little of where its reader came from names the entry: `request.under`.
    """
    shown, under = [], getattr(request, "under", "")
    for entry in entries():
        url = address(entry.route)
        if url and _may_open(request, entry):
            here = entry.route == under if under else request.path.startswith(url)
            shown.append(
                {"url": url, "label": entry.label, "current": here, "exact": request.path == url}
            )
    return shown


def _may_open(request, entry):
    if entry.permission == "public":
        return True
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and access.can(user, entry.permission))


def address(route):
    """The URL of a route, or nothing where this installation does not have it."""
    return _address(route, settings.ROOT_URLCONF, get_script_prefix())


@cache
def _address(route, _routes, _prefix):
    """The same for the life of the routes: every page asks for ten of them."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def account_links():
    names = ("login", "profile", "logout")
    return {name: address(f"account_{name}") for name in names}
