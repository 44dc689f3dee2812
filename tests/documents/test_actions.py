import hashlib

import pytest

from passeurs.core.refusals import Refused
from passeurs.documents.actions import store_upload
from passeurs.documents.models import StoredFile
from passeurs.documents.rules import DOCUMENT, FORMATS
from tests.factories.documents import AT, pdf_bytes, picture_bytes, stored_file, upload

pytestmark = pytest.mark.django_db


def refusal(name, content):
    with pytest.raises(Refused) as caught:
        store_upload(upload(name, content), allowed=DOCUMENT, by=None, at=AT)
    assert not StoredFile.objects.exists()
    return caught.value.reasons[0]


def test_a_file_is_kept_with_what_is_known_of_it():
    content = pdf_bytes()
    kept = store_upload(
        upload("CV Léa.PDF", content), allowed=DOCUMENT, by=None, at=AT, scope="la-trame"
    )
    kept.refresh_from_db()
    assert (kept.original_name, kept.size) == ("CV Léa.pdf", len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.content_type, kept.uploaded_at) == ("application/pdf", AT)
    assert kept.owner_scope == "la-trame"
    assert kept.file.read() == content


def test_nothing_of_the_name_is_in_the_path():
    first, second = stored_file("secret.pdf"), stored_file("secret.pdf")
    assert "secret" not in first.file.name
    assert first.file.name != second.file.name
    assert first.sha256 == second.sha256


def test_the_type_the_sender_declares_is_not_believed():
    sent = upload("photo.png", picture_bytes())
    sent.content_type = "text/html"
    kept = store_upload(sent, allowed=DOCUMENT, by=None, at=AT)
    assert kept.content_type == "image/png"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("film.exe", "Le format .exe n’est pas accepté ici"),
        ("cv.pdf.exe", "Le format .exe"),
        ("cv\u202efdp.exe", "Le format .exe"),
        ("tableau.xlsx", "Le format .xlsx"),
        ("LISEZMOI", "Un fichier sans extension"),
    ],
)
def test_a_format_that_is_not_listed_is_refused_and_the_list_is_told(name, words):
    reason = refusal(name, b"x")
    assert words in reason
    assert "Word (.docx)" in reason


def test_an_empty_file_is_refused():
    assert "vide" in refusal("cv.pdf", b"")


def padded(size):
    content = pdf_bytes()
    return content + b"\n" * (size - len(content))


def test_a_file_at_the_limit_is_kept():
    limit = FORMATS["pdf"].max_bytes
    assert stored_file("cv.pdf", padded(limit)).size == limit


def test_a_file_one_byte_over_the_limit_is_refused():
    reason = refusal("cv.pdf", padded(FORMATS["pdf"].max_bytes + 1))
    assert "la limite est de 10\u00a0Mo" in reason


def test_a_disguised_file_is_refused():
    assert "porte l’extension .pdf" in refusal("cv.pdf", picture_bytes())
