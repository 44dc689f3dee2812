import hashlib
import json
from datetime import timedelta

import pytest

from passeurs.dossiers.printing import receipt_data, receipt_pdf
from tests.factories.pdf import opened, text_of


@pytest.fixture
def said(snapshot):
    return text_of(receipt_pdf(snapshot))


def test_the_receipt_says_what_was_received_when_and_by_whom(said, document):
    for words in (
        "OCC-2024-0012-R1",
        "mardi 31\u00a0octobre\u00a02023",
        "23\u00a0h\u00a059\u00a0min\u00a059\u00a0s, heure de Paris",
        document["holder"]["name"],
        document["reference"],
        "Léa Martin",
    ):
        assert words in said


def test_it_names_the_service_and_how_to_reach_it(said):
    for words in ("Service de l’action culturelle", "Camille Ferrand", "05 61 00 00 00"):
        assert words in said
    assert "passeurs@la-trame.example" in said
    assert "31000 Toulouse" in said


def test_it_carries_the_delays_and_appeals_of_the_edition_and_prejudges_nothing(said):
    assert "réputée rejetée" in said
    assert "tribunal administratif" in said
    assert "Il ne préjuge" in said


def test_every_verdict_and_every_document_is_listed(snapshot, said):
    data = receipt_data(snapshot)
    assert len(data["verdicts"]) == len(snapshot.verdicts) > 0
    assert {one["label"] for one in data["verdicts"]} <= {
        "Rempli",
        "À confirmer",
        "Sans objet",
        "Dispense",
    }
    for row in snapshot.document["documents"]:
        assert row["sha256"][:32] in said


def test_the_filed_document_is_inside_with_the_hash_that_is_printed(snapshot, said):
    with opened(receipt_pdf(snapshot)) as pdf:
        content = pdf.attachments["OCC-2024-0012-R1.json"].get_file().read_bytes()
    assert json.loads(content) == snapshot.document
    assert hashlib.sha256(content).hexdigest() == snapshot.sha256
    assert snapshot.sha256[:32] in said.replace("\u200b", "")


def test_the_receipt_is_the_same_each_time(snapshot):
    assert receipt_pdf(snapshot) == receipt_pdf(snapshot)


def test_a_filing_taken_back_says_so(snapshot):
    assert "retiré" not in receipt_data(snapshot)["withdrawn"]
    snapshot.withdrawn_at = snapshot.received_at
    assert "retiré par son porteur" in text_of(receipt_pdf(snapshot))


def test_a_person_without_a_name_is_named_by_the_address(snapshot):
    snapshot.submitted_by.get_full_name = lambda: ""
    assert receipt_data(snapshot)["filed_by"] == "lea@example.org"


def test_a_receipt_without_documents_says_so(snapshot):
    snapshot.document["documents"] = []
    assert "Aucune pièce" in text_of(receipt_pdf(snapshot))


def test_a_correction_says_when_it_came_back_and_the_filing_keeps_its_hour(snapshot):
    plain = receipt_data(snapshot)
    snapshot.corrected_at = snapshot.received_at + timedelta(days=3)
    said = text_of(receipt_pdf(snapshot))
    assert "Version corrigée à la demande de la coordination, renvoyée le" in said
    assert receipt_data(snapshot)["received_time"] == plain["received_time"]
    assert plain["corrected"] == ""
