"""Open, coming, closed, to the second; and who may see a draft."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.organisations.models import TeamMember
from tests.factories import calls

pytestmark = pytest.mark.django_db
LAST = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (LAST, True),
        (LAST + timedelta(microseconds=999_999), True),
        (LAST + timedelta(seconds=1), False),
        (datetime(2023, 8, 31, 22, tzinfo=UTC), True),
        (datetime(2023, 8, 31, 21, 59, 59, tzinfo=UTC), False),
    ],
)
def test_a_call_is_open_from_its_first_second_to_its_last(at, is_open):
    edition = calls.edition()
    assert edition.is_open(at=at) is is_open
    assert [edition.is_coming(at=at), edition.is_closed(at=at)].count(True) == (not is_open)


def test_a_date_of_the_edition_is_read_without_a_query(django_assert_num_queries):
    edition = calls.edition()
    with django_assert_num_queries(0):
        assert edition.milestone("filing_before").at == LAST
        assert edition.document()["year"] == 2024


def test_a_draft_is_seen_by_the_team_of_its_coordination_alone():
    draft = calls.edition(is_public=False)
    member, stranger = (User.objects.create(email=f"{name}@example.org") for name in "ab")
    TeamMember.objects.create(user=member, coordination=draft.coordination, role="coordination")
    TeamMember.objects.create(
        user=stranger, coordination=calls.coordination("les-lanternes"), role="coordination"
    )
    assert list(Edition.objects.visible_to(member)) == [draft]
    assert not Edition.objects.visible_to(stranger).exists()
    assert not Edition.objects.visible_to(AnonymousUser()).exists()
    assert draft.access_roles(member) == {"coordination"}
    assert draft.access_roles(AnonymousUser()) == set()
