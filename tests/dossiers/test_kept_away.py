"""Who may not hear of a dossier, asked for many people at once."""

from itertools import product

import pytest
from django.utils import timezone

from passeurs.dossiers.models import Dossier, Recusal
from passeurs.dossiers.queries.interests import kept_away
from tests.factories import accounts, calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
ROLES = [(), ("coordination",), ("drac",), ("committee",), ("coordination", "drac"), ("national",)]
TIES = [(), ("declared",), ("partner",), ("declared", "siren")]


def person(dossier, roles, ties):
    made = accounts.person()
    region = dossier.edition.coordination
    for role in roles:
        where = None if role == "national" else region
        made.teams.create(role=role, coordination=where)
    for tie in ties:
        Recusal.objects.create(dossier=dossier, user=made, tie=tie, at=dossier.created_at)
    return made


@pytest.fixture
def dossier():
    made = factory.dossier(calls.edition("occitanie-en-cours", today=timezone.localdate()))
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    return Dossier.objects.select_related("edition__coordination").get(pk=made.pk)


def test_many_are_told_apart_as_each_would_be(dossier, django_assert_num_queries):
    people = [person(dossier, roles, ties) for roles, ties in product(ROLES, TIES)]

    with django_assert_num_queries(2):
        away = kept_away(dossier, people)

    hears = {one.pk for one in people if Dossier.objects.judged_by(one).exists()}
    assert away == {one.pk for one in people} - hears
    assert hears


def test_a_tie_that_was_lifted_keeps_nobody_away(dossier):
    one = person(dossier, ("drac",), ("partner",))
    Recusal.objects.update(lifted_at=dossier.created_at)

    assert kept_away(dossier, [one]) == set()
