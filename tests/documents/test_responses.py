import pytest
from django.http import Http404

from passeurs.documents.responses import attachment_response, pdf_response
from tests.factories.documents import pdf_bytes, stored_file


@pytest.mark.django_db
def test_a_file_is_handed_back_to_be_saved_and_never_shown():
    content = pdf_bytes()
    response = attachment_response(stored_file("CV de Léa « 2023 ».pdf", content))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''CV%20de%20L%C3%A9a%20%C2%AB%202023%20%C2%BB.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == content


@pytest.mark.django_db
def test_a_file_whose_bytes_are_gone_is_not_found():
    kept = stored_file()
    kept.file.storage.delete(kept.file.name)
    with pytest.raises(Http404):
        attachment_response(kept)


def test_a_pdf_of_ours_is_as_strict():
    response = pdf_response(b"%PDF", filename="recepisse.pdf")
    assert response["Content-Disposition"] == 'attachment; filename="recepisse.pdf"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == b"%PDF"
