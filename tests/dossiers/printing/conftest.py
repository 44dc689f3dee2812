import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from passeurs.dossiers.queries.filing import sha256_of
from passeurs.eligibility.engine import evaluate
from passeurs.organisations.models import Coordination

ROOT = Path(__file__).parents[3]
AT = datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC)


def read(path):
    return json.loads((ROOT / path).read_text())


@pytest.fixture
def document():
    return read("docs/examples/eligible.json")


@pytest.fixture
def incomplete():
    return read("docs/examples/incomplete.json")


@pytest.fixture
def edition():
    return read("passeurs/demonstration/data/editions/occitanie-2024.json")


@pytest.fixture
def snapshot(document, edition):
    coordination = Coordination(
        slug="la-trame",
        name="La Trame",
        service_name="Service de l’action culturelle",
        service_address="3 rue des Lices\n31000 Toulouse",
        postal_address="",
        referent_name="Camille Ferrand",
        email="passeurs@la-trame.example",
        phone="05 61 00 00 00",
    )
    return SimpleNamespace(
        document=document,
        edition_document=edition,
        verdicts=[one.as_dict() for one in evaluate(document, edition, at=AT)],
        received_at=AT,
        withdrawn_at=None,
        corrected_at=None,
        receipt_number="OCC-2024-0012-R1",
        sha256=sha256_of(document),
        submitted_by=SimpleNamespace(get_full_name=lambda: "Léa Martin", email="lea@example.org"),
        dossier=SimpleNamespace(edition=SimpleNamespace(coordination=coordination)),
    )
