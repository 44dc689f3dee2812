"""The shipped zonings, with the communes they cover and no other."""

from datetime import UTC, datetime

import pytest

from passeurs.territories import reference

LOADED_AT = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def shipped(db, monkeypatch):
    """The reference data as `load_reference` loads them, short of the 34 900 other communes."""
    every = list(reference.read_communes())
    kept = [row for row in every if row["lon"] or row["insee"] == "75056"]
    monkeypatch.setattr(reference, "read_communes", lambda: kept)
    return reference.load_shipped(at=LOADED_AT)
