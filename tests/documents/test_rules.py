import pytest

from passeurs.documents.queries import accept_attribute, allowed_sentence, label_of
from passeurs.documents.rules import ANY, DOCUMENT, FILM, PICTURE, clean_name, weight


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("CV Léa.PDF", "CV Léa.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lea\\cv.pdf", "cv.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("cv\u0000\u0007.pdf", "cv.pdf"),
        ("a\r\nContent-Type: x.pdf", "a Content-Type x.pdf"),
        ("  un   nom \u00a0 long .pdf", "un nom long.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("🎬 film.mp4", "🎬 film.mp4"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('<img src="x">.pdf', "img src=x.pdf"),
        (".pdf", "pdf"),
        ("...", "fichier"),
        ("", "fichier"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_clean(given, shown):
    assert clean_name(given) == shown


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1\u00a0ko"),
        (840_000, "840\u00a0ko"),
        (10_000_000, "10\u00a0Mo"),
        (12_430_000, "12,4\u00a0Mo"),
    ],
)
def test_a_weight_is_said_in_french(size, words):
    assert weight(size) == words


def test_what_is_accepted_is_told_beforehand():
    assert allowed_sentence(PICTURE) == "JPEG, PNG ou WebP, jusqu’à 10\u00a0Mo."
    assert allowed_sentence(ANY).endswith("\u202f; film MP4, jusqu’à 200\u00a0Mo.")


def test_the_chooser_is_helped():
    assert accept_attribute(FILM) == ".mp4,.m4v"
    assert ".jpeg" in accept_attribute(DOCUMENT)


def test_a_content_type_has_a_name():
    assert label_of("application/pdf") == "PDF"
    assert label_of("text/html") == "fichier"
