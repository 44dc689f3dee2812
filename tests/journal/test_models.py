from datetime import UTC, datetime

import pytest

from passeurs.accounts.models import User
from passeurs.journal.actions import record
from passeurs.journal.models import AppendOnlyError, Entry
from passeurs.journal.queries import entries_for

AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create(email="lea@example.org")


@pytest.fixture
def entry(person):
    return record("dossier.submitted", by=person, at=AT, obj=person, data={"number": 1})


def test_an_entry_tells_who_when_what_and_why(person):
    entry = record("contact.waived", by=person, at=AT, obj=person, reason="Panne", scope="la-trame")
    entry.refresh_from_db()
    assert (entry.at, entry.actor, entry.verb) == (AT, person, "contact.waived")
    assert (entry.object_type, entry.object_id) == ("accounts.user", str(person.pk))
    assert (entry.reason, entry.data, entry.scope) == ("Panne", {}, "la-trame")


def test_data_may_hold_instants(person):
    record("seen", by=None, at=AT, obj=person, data={"at": AT})
    assert Entry.objects.get().data == {"at": "2023-10-31T22:59:59Z"}


def test_entries_of_an_object_come_oldest_first_and_alone(person, entry):
    other = User.objects.create(email="max@example.org")
    record("seen", by=None, at=AT, obj=other)
    second = record("dossier.withdrawn", by=person, at=AT, obj=person)
    assert list(entries_for(person)) == [entry, second]


def test_an_entry_is_never_rewritten(entry):
    entry.verb = "dossier.lost"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        Entry.objects.get().save()
    assert Entry.objects.get().verb == "dossier.submitted"


def test_an_entry_is_never_removed(entry):
    with pytest.raises(AppendOnlyError):
        entry.delete()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda rows: rows.update(verb="x"),
        lambda rows: rows.delete(),
        lambda rows: rows.bulk_update([], ["verb"]),
    ],
    ids=["update", "delete", "bulk_update"],
)
def test_a_set_of_entries_is_neither_rewritten_nor_removed(entry, rewrite):
    with pytest.raises(AppendOnlyError):
        rewrite(Entry.objects.filter(pk=entry.pk))
    with pytest.raises(AppendOnlyError):
        rewrite(Entry.objects)
