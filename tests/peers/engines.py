"""What is tried again on a second engine, of the walks that ask thousands of pages."""

from django.db import connection


def walked(states, *, again):
    """Every state on SQLite; on another engine, those of `again`.

    Which door opens is the permission table's business, whatever the engine: the second one is
    asked only whether it reads the same, for one state of each kind.
    """
    assert set(again) <= set(states)
    return list(states) if connection.vendor == "sqlite" else list(again)
