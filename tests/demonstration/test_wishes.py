"""Holders of the demonstration wish for films, two of them for the same one."""

from types import SimpleNamespace

import pytest

from passeurs.demonstration.wishes import WISHES, load_wishes
from passeurs.films.models import FilmWish
from tests.factories import calls, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


def test_two_holders_wish_for_the_same_film():
    holders = {}
    for key, *_ in WISHES:
        writer = person()
        structure = organisations.structure(representative=writer)
        holders[key] = SimpleNamespace(structure=structure, writer=writer)
    load_wishes(calls.edition("occitanie-en-cours"), holders, at=calls.NOW)
    matches = list(FilmWish.objects.values_list("match", flat=True))
    assert len(matches) == 3
    assert len(set(matches)) == 2
