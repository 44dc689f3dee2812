"""Every route is in the permission table, and a closed door is closed to the public."""

import re
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from passeurs.core import access
from passeurs.core.permission_table import PERMISSIONS

SOME_UUID = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {
    "IntConverter": 1,
    "SlugConverter": "rien",
    "StringConverter": "rien",
    "UUIDConverter": SOME_UUID,
    "PathConverter": "rien",
}


def walk(patterns, namespace=""):
    """(full name, pattern) of every route the resolver knows."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", entry
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner)


ROUTES = list(walk(get_resolver().url_patterns))
PUBLIC = {line.code for line in PERMISSIONS if "anonymous" in line.grants}


def address(name, pattern):
    """An address of the route, naming things that do not exist; None when none was found."""
    converters = pattern.pattern.converters
    values = {key: SAMPLES.get(type(one).__name__, "rien") for key, one in converters.items()}
    for key, expression in re.findall(r"\(\?P<(\w+)>([^()]*)\)", str(pattern.pattern)):
        values.setdefault(key, "1" if r"\d" in expression else expression.split("|")[0])
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def test_the_walker_finds_routes():
    assert {"account_login", "organisations:card", "health"} <= {name for name, _ in ROUTES}


@pytest.mark.parametrize(("name", "pattern"), ROUTES, ids=lambda part: str(part)[:60])
def test_the_route_is_in_the_permission_table(name, pattern):
    assert name in access.routes(), f"{pattern.pattern} ({name}) is in no app’s doors.py"


def test_the_table_names_no_route_that_does_not_exist():
    assert access.routes().keys() <= {name for name, _ in ROUTES}


CLOSED = [(name, one) for name, one in ROUTES if access.routes().get(name) not in PUBLIC]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "pattern"), CLOSED, ids=lambda part: str(part)[:60])
def test_a_closed_door_sends_the_public_to_the_sign_in_page(client, name, pattern, method):
    url = address(name, pattern)
    assert url, f"no sample address for {name}"
    response = getattr(client, method)(url)
    assert response.status_code in {302, 404, 405}, response.status_code
    if response.status_code == 302:
        assert response["Location"].startswith(reverse("account_login"))
