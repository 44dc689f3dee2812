"""The list of screens is whole: a screen that nobody judges is a screen that nobody can trust."""

from collections import Counter

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from tests.accessibility.screens import NO_SCREEN, POSTED, SCREENS
from tests.test_doors import ROUTES, address

LISTED = {screen.route for screen in SCREENS}
PATTERNS = dict(ROUTES)


def test_every_route_is_judged_or_said_to_be_no_screen():
    assert sorted(PATTERNS.keys() - LISTED - NO_SCREEN.keys()) == []


def test_the_list_names_no_route_that_is_gone():
    assert sorted((LISTED | NO_SCREEN.keys()) - PATTERNS.keys()) == []


def test_a_screen_is_not_also_said_to_be_none():
    assert sorted(LISTED & NO_SCREEN.keys()) == []


def test_each_screen_has_its_own_name():
    assert [name for name, count in Counter(map(str, SCREENS)).items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(n for n, why in NO_SCREEN.items() if why == POSTED))
def test_a_route_that_is_only_posted_to_shows_nothing(name):
    match = get_resolver().resolve(address(name, PATTERNS[name]))
    request = RequestFactory().get("/")
    assert match.func(request, *match.args, **match.kwargs).status_code == 405
