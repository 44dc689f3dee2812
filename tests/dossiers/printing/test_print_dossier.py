from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from passeurs.dossiers.printing import dossier as printing
from passeurs.organisations.models import Coordination
from tests.factories.pdf import text_of

AT = datetime(2023, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def row(document, edition, monkeypatch):
    monkeypatch.setattr(printing, "dump", lambda _: document)
    return SimpleNamespace(
        edition=SimpleNamespace(
            document=lambda: edition, coordination=Coordination(slug="nord", name="Nord")
        )
    )


def says(row, snapshot, monkeypatch):
    monkeypatch.setattr(printing, "latest_snapshot", lambda _: snapshot)
    return text_of(printing.print_dossier(row, at=AT))


def test_a_dossier_that_was_never_filed_is_a_draft(row, monkeypatch):
    assert "n’est pas déposé" in says(row, None, monkeypatch)


def test_a_filed_dossier_is_printed_from_its_snapshot(row, snapshot, monkeypatch):
    snapshot.document["project"]["title"] = "Ce qui fut déposé"
    said = says(row, snapshot, monkeypatch)
    assert "Ce qui fut déposé" in said
    assert snapshot.receipt_number in said


def test_a_dossier_taken_back_is_a_draft_again(row, snapshot, monkeypatch):
    snapshot.withdrawn_at = AT
    assert "n’est pas déposé" in says(row, snapshot, monkeypatch)
