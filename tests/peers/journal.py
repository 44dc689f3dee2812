"""The journal of the tests' own database may be emptied between two tests; nothing else may."""

import pytest
from django.db import connection

from passeurs.journal import guards

LEFT = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tables are flushed between tests: the refusals go as soon as the migrations are done."""
    with django_db_blocker.unblock():
        LEFT.extend(guards.missing(connection))
        guards.allow_loss(connection)
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions():
    """A thread that a test left behind would keep PostgreSQL from dropping its database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def journal_guards_missing(django_db_setup):
    """The guards that the migrations did not leave standing."""
    return LEFT
