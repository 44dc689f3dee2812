"""The whole demonstration, loaded once for the tests that only read it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from passeurs.demonstration import holders, stories
from passeurs.demonstration.loading import TOLD, load_demonstration
from passeurs.dossiers.models import Dossier
from passeurs.journal.models import Entry
from passeurs.territories import reference

BLOCKING = {"not_met", "unknown"}
NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def communes_of_the_stories():
    """The communes whose zonings are shipped, and those that a story names elsewhere."""
    actions = (one for story in stories.read() for one in story["document"].get("actions", []))
    named = {action.get("place", {}).get("insee") for action in actions}
    named |= {row["insee"] for row in holders.read()}
    return [row for row in reference.read_communes() if row["lon"] or row["insee"] in named]


def load_territories(*, at):
    kept = communes_of_the_stories()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "read_communes", lambda: kept)
        reference.load_shipped(at=at)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """What `load_demonstration` leaves behind at NOW, taken back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_territories(at=NOW)
        added = load_demonstration(at=NOW)
        yield SimpleNamespace(added=added, at=NOW)
        transaction.set_rollback(True)


def dossier_of(story):
    entry = Entry.objects.get(verb=TOLD, data__key=f"dossier:{story['key']}")
    return Dossier.objects.select_related("edition").get(pk=entry.object_id)


def blocked_by(verdicts):
    return sorted(one.rule for one in verdicts if one.blocking and one.state in BLOCKING)
