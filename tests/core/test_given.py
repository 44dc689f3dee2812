"""A question written once, asked of each person in turn."""

import pytest
from django.db.models import BigAutoField, Exists, OuterRef

from passeurs.accounts.models import User
from passeurs.core.given import Given, GivenPerson, Prepared, given
from passeurs.organisations.models import TeamMember
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
WHO = Given("who", BigAutoField())


@pytest.fixture
def by_key():
    teams = TeamMember.objects.filter(user=OuterRef("pk"))
    return Prepared(lambda: User.objects.filter(pk=WHO).annotate(in_team=Exists(teams)))


def test_the_same_question_answers_each_with_their_own(by_key):
    member, other = organisations.team_member("national"), person()
    assert [by_key.one(who=member.pk), by_key.one(who=other.pk)] == [member, other]
    assert [by_key.one(who=one.pk).in_team for one in (member, other, member)] == [1, 0, 1]


def test_its_sql_is_written_once(by_key, monkeypatch):
    user = person()
    by_key.one(who=user.pk)
    monkeypatch.setattr(Given, "as_sql", None)  # writing it again would call this
    assert by_key.one(who=user.pk) == user


def test_it_is_one_query_whatever_it_brings(by_key, django_assert_num_queries):
    user = person()
    with django_assert_num_queries(1):
        by_key.one(who=user.pk)


def test_nobody_found_is_told_as_everywhere_else(by_key):
    with pytest.raises(User.DoesNotExist):
        by_key.one(who=-1)


def test_a_value_is_bound_and_never_read_as_sql():
    by_name = Prepared(lambda: User.objects.filter(email=Given("email", User.email.field)))
    user = person(email="x@exemple.fr")
    assert by_name.ask(email="x@exemple.fr") == [user]
    assert by_name.ask(email="' OR 1=1 --") == []
    assert by_name.ask(email="%s") == []


def test_columns_and_unions_are_read_as_by_the_queryset_itself():
    first, second = sorted((person(), person()), key=lambda one: one.pk)
    one = User.objects.filter(pk=WHO).order_by().values_list("email", flat=True)
    others = User.objects.order_by().exclude(pk=WHO).values_list("email", flat=True)
    union = Prepared(lambda: one.union(others).order_by())
    assert set(union.ask(who=first.pk)) == {first.email, second.email}
    assert Prepared(lambda: one).ask(who=second.pk) == [second.email]


def test_outside_a_prepared_question_the_value_is_told_around_it():
    user = person()
    with given({"who": user.pk}):
        assert User.objects.filter(pk=GivenPerson("who")).get() == user


def test_a_question_asked_with_nothing_told_is_a_fault():
    with pytest.raises(LookupError):
        list(User.objects.filter(pk=WHO))


def test_an_inner_telling_gives_way_to_the_outer_one():
    user = person()
    with given({"who": user.pk}):
        with given({"who": -1}):
            assert not User.objects.filter(pk=WHO).exists()
        assert User.objects.filter(pk=WHO).exists()
