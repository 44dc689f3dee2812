"""The question that every screen of a dossier asks: written once, so it may keep nothing that moves."""

import re
from datetime import datetime

import pytest

from passeurs.core.given import Given
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.lists import ACT, SCREEN, act_on_one, for_reading, read_one
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
INSTANT = re.compile(r"^\d{4}-\d\d-\d\d")


def kept_by(prepared):
    """The values that stay in a question from one asking to the next."""
    written = prepared._question.query.written.values()
    return [param for _, params, _ in written for param in params if not isinstance(param, Given)]


@pytest.mark.parametrize(("prepared", "ask"), [(SCREEN, read_one), (ACT, act_on_one)])
def test_it_keeps_no_instant_and_nobody(edition, prepared, ask):
    made = factory.complete_dossier(edition)
    assert ask(made.holder, made.pk) == made
    kept = kept_by(prepared)
    assert kept
    assert not [one for one in kept if isinstance(one, datetime) or INSTANT.match(str(one))]
    assert made.holder.pk not in [one for one in kept if type(one) is int and one > 1]


def test_it_answers_as_the_queryset_it_is_made_of(edition):
    made = factory.complete_dossier(edition)
    one, other = read_one(made.holder, made.pk), for_reading(made.holder).get(pk=made.pk)
    mine, theirs = ({**vars(row), "_state": None} for row in (one, other))
    assert mine == theirs


def test_a_stranger_and_nobody_find_nothing(edition):
    made = factory.complete_dossier(edition)
    for ask in (read_one, act_on_one):
        with pytest.raises(Dossier.DoesNotExist):
            ask(person(), made.pk)
