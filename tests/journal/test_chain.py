"""A line removed, rewritten or slipped in shows, on both engines."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import strategies as st

from passeurs.accounts.models import User
from passeurs.journal import guards
from passeurs.journal.actions import record
from passeurs.journal.chain import digest_of, link
from passeurs.journal.models import Entry, Seal
from passeurs.journal.verification import Head, faults, head

AT = datetime(2023, 10, 31, 22, 59, 59, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def commit():
    """PostgreSQL seals at the end of the transaction: as if it were now."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def guarded():
    guards.forbid_loss(connection)
    yield
    guards.allow_loss(connection)


def found(**options):
    commit()
    with guarded():
        return [str(fault) for fault in faults(**options)]


@pytest.fixture
def person():
    return User.objects.create(email="lea@exemple.fr")


@pytest.fixture
def five(person):
    rows = [record(f"deed.{rank}", by=person, at=AT, obj=person) for rank in range(1, 6)]
    commit()
    return rows


def test_the_migrations_leave_every_guard_standing(journal_guards_missing):
    assert journal_guards_missing == []


def test_each_line_is_sealed_to_the_one_before(five):
    seals = list(Seal.objects.all())
    assert [seal.position for seal in seals] == [1, 2, 3, 4, 5]
    assert [seal.entry_id for seal in seals] == [entry.pk for entry in five]
    before = ""
    for seal, entry in zip(seals, five, strict=True):
        assert seal.hash == link(before, digest_of(entry))
        before = seal.hash
    assert found() == []


def test_an_empty_journal_is_whole():
    assert head() == Head()
    assert found() == []


def test_lines_added_many_at_once_are_sealed_too(person):
    names = {"object_type": "accounts.user", "object_id": "1"}
    Entry.objects.bulk_create(Entry(at=AT, verb=str(n), **names) for n in range(3))
    assert found() == []
    assert head().position == 3


@pytest.mark.parametrize("rank", range(5))
def test_a_removed_line_shows(five, rank):
    run("DELETE FROM journal_entry WHERE id = %s", five[rank].pk)
    assert found() == [f"Place {rank + 1}\u00a0: la ligne {five[rank].pk} manque."]


def test_a_line_removed_with_its_seal_shows_where(five):
    run("DELETE FROM journal_entry WHERE id = %s", five[2].pk)
    run("DELETE FROM journal_seal WHERE position = 3")
    assert found() == ["Place 3\u00a0: le sceau manque."]


def test_a_line_removed_and_the_places_closed_up_shows(five):
    run("DELETE FROM journal_entry WHERE id = %s", five[2].pk)
    run("DELETE FROM journal_seal WHERE position = 3")
    run("UPDATE journal_seal SET position = 3 WHERE position = 4")
    run("UPDATE journal_seal SET position = 4 WHERE position = 5")
    assert found() == [
        f"Place 3\u00a0: le sceau de la ligne {five[3].pk} ne tient pas au précédent."
    ]


def test_the_end_cut_off_shows_against_the_head_noted_the_day_before(five):
    noted = head()
    run("DELETE FROM journal_entry WHERE id = %s", five[4].pk)
    run("DELETE FROM journal_seal WHERE position = 5")
    assert found() == []
    assert len(found(anchors=[noted])) == 1


def test_a_chain_written_anew_shows_against_the_head_noted_the_day_before(five, person):
    noted = head()
    run("DELETE FROM journal_entry")
    run("DELETE FROM journal_seal")
    for rank in range(1, 6):
        record(f"other.{rank}", by=person, at=AT, obj=person)
    assert found(anchors=[noted]) == [
        "Place 5\u00a0: le sceau n’est plus celui qui avait été noté."
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "deed.x"),
        ("reason", "Autre"),
        ("scope", "ailleurs"),
        ("object_id", "-1"),
        ("actor_id", None),
        ("at", AT + timedelta(seconds=1)),
        ("data", '{"amount": 2}'),
    ],
)
def test_a_rewritten_line_shows(five, column, value):
    run(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, five[1].pk)
    assert found() == [f"Place 2\u00a0: la ligne {five[1].pk} a été récrite."]


def test_a_line_rewritten_with_its_digest_shows(five):
    run("UPDATE journal_entry SET verb = 'x' WHERE id = %s", five[1].pk)
    digest = digest_of(Entry.objects.get(pk=five[1].pk))
    run("UPDATE journal_entry SET digest = %s WHERE id = %s", digest, five[1].pk)
    assert len(found()) == 1


def test_a_line_without_a_seal_shows(five):
    run("DELETE FROM journal_seal WHERE position = 5")
    assert found() == [f"La ligne {five[4].pk} n’a pas de sceau."]


def test_a_guard_taken_away_shows(five):
    lacking = [str(fault) for fault in faults()]
    assert any("journal_entry_no_delete" in words for words in lacking)


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_lose_a_line(five, table, deed):
    column = "verb = 'x'" if table == "journal_entry" else "hash = 'x'"
    with guarded(), pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        run(deed.format(table, column))


def test_the_table_is_not_emptied_at_once_either(five):
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        run("TRUNCATE journal_seal")  # refused by PostgreSQL’s guard; SQLite has no such word


def test_the_lines_written_before_the_chain_take_their_place_in_it(five):
    run("DELETE FROM journal_seal")
    run("UPDATE journal_entry SET digest = ''")
    migration = import_module("passeurs.journal.migrations.0002_in_depth")
    state = MigrationExecutor(connection).loader.project_state(("journal", "0002_in_depth"))
    migration.seal_what_is_there(state.apps, None)
    assert found() == []
    assert head().position == 5


@pytest.mark.django_db(transaction=True)
def test_eight_hands_at_once_make_one_chain():
    def write(rank):
        try:
            for step in range(5):
                with transaction.atomic():
                    person = User.objects.create(email=f"p{rank}-{step}@exemple.fr")
                    record("deed.one", by=person, at=AT, obj=person)
                    record("deed.two", by=person, at=AT, obj=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(write, range(8)))
    assert found() == []
    assert head().position == 80


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
    ) | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner),
    max_leaves=8,
)  # fmt: skip


@given(JSON)
def test_a_digest_is_the_same_once_the_line_is_read_again(data):
    names = {"object_type": "x", "object_id": "1"}
    with transaction.atomic():
        entry = Entry(at=AT, verb="x", data={"d": data, "sum": Decimal("12.50")}, **names)
        entry.save()
        assert digest_of(Entry.objects.get(pk=entry.pk)) == entry.digest


def test_the_command_says_the_head_and_a_noted_head_may_be_given_back(five):
    out = StringIO()
    with guarded():
        call_command("verify_journal", stdout=out)
        assert f"5 lignes. Tête\u00a0: {head()}" in out.getvalue()
        call_command("verify_journal", f"--anchor={head()}", stdout=out)
        with pytest.raises(CommandError, match="PLACE:SCEAU"):
            call_command("verify_journal", "--anchor=hier", stdout=out)


def test_the_command_fails_when_a_line_is_lost(five):
    run("DELETE FROM journal_entry WHERE id = %s", five[0].pk)
    out = StringIO()
    with guarded(), pytest.raises(CommandError, match="1"):
        call_command("verify_journal", stdout=out)
    assert f"la ligne {five[0].pk} manque" in out.getvalue()


def test_the_seals_follow_one_another_whatever_the_content(person):
    record("odd", by=None, at=AT, obj=person, data={"emoji": "😀", "rtl": "\u202e", "n": 1e3})
    assert found() == []
    assert json.loads(json.dumps(Entry.objects.get().data))["n"] == 1000
