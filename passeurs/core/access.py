"""The one place that answers « may this person do that? », and refuses by default.

An object takes part by `access_roles(user) -> set[str]` (what the person is to it) and, where the
table depends on it, `access_state` (its state). So core knows no domain.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from passeurs.core.permission_table import PERMISSIONS, ROLES, Permission

__all__ = ["PERMISSIONS", "ROLES", "Permission", "can", "permission", "require", "routes"]

_BY_CODE = {line.code: line for line in PERMISSIONS}


class UnknownPermissionError(LookupError):
    """A code that is not in the table: a fault of the program, never a « no »."""


def permission(code):
    """The line of the table, or UnknownPermissionError."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise UnknownPermissionError(code) from None


def can(user, code, obj=None):
    """Whether `user` may do `code` to `obj`.

    A permission on an object needs it (TypeError without); one on the platform looks at `obj` when
    given, else at every role the person has somewhere.
    """
    line = permission(code)
    if line.on and obj is None:
        raise TypeError(f"{code} needs a {line.on}")
    return any(_granted(line, role, obj) for role in _roles(user, obj))


def require(user, code, obj=None):
    """Raise PermissionDenied (403) for a known person without the right."""
    if not can(user, code, obj):
        deed = permission(code).label
        raise PermissionDenied(f"{deed}\u00a0: vous n’en avez pas le droit.")


def _granted(line, role, obj):
    if role not in line.grants:
        return False
    states = line.grants[role]
    return states is None or getattr(obj, "access_state", None) in states


def _roles(user, obj):
    if not user.is_authenticated:
        return {"anonymous"}
    if hasattr(obj, "access_roles"):
        return {"signed_in"} | obj.access_roles(user)
    if obj is not None:
        raise TypeError(f"{type(obj).__name__} does not say its access_roles")
    return {"signed_in"} | _platform_roles(user)


def _platform_roles(user):
    """Every role the person has somewhere, read once for one `user` object (one request)."""
    if not hasattr(user, "roles_somewhere"):
        user.roles_somewhere = import_string(settings.ACCESS_ROLES_OF)(user)
    return user.roles_somewhere


@cache
def routes():
    """Every named route and its permission code, from the `doors.DOORS` of each app."""
    table = {}
    for config in apps.get_app_configs():
        if config.name.startswith("passeurs.") and find_spec(f"{config.name}.doors"):
            table.update(import_module(f"{config.name}.doors").DOORS)
    for code in table.values():
        permission(code)
    return table
