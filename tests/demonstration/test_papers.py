from passeurs.demonstration import papers
from passeurs.documents.inspection import inspect
from passeurs.documents.rules import FORMATS
from tests.factories.pdf import opened

WORDS = ("Curriculum vitæ, Inès", ["Réalisatrice (films d’animation).", "Seconde ligne."])


def test_a_paper_is_a_pdf_that_the_platform_accepts():
    upload = papers.upload(*WORDS, name="cv-ines")
    inspect(upload.file, FORMATS["pdf"])
    assert (upload.name, upload.size) == ("cv-ines.pdf", len(upload.file.getvalue()))


def test_the_same_words_make_the_same_file():
    assert papers.pdf(*WORDS) == papers.pdf(*WORDS)
    assert papers.pdf(*WORDS) != papers.pdf("Autre", WORDS[1])


def test_a_paper_has_its_title_its_language_and_its_words():
    with opened(papers.pdf(*WORDS)) as document:
        assert str(document.docinfo["/Title"]) == WORDS[0]
        assert str(document.Root.Lang) == "fr-FR"
        drawn = document.pages[0].Contents.read_bytes()
    assert r"Réalisatrice \(films".encode("cp1252") in drawn


def test_the_lines_of_a_page_stay_within_it():
    with opened(papers.pdf("Titre", ["mot " * 200])) as document:
        drawn = document.pages[0].Contents.read_bytes()
    assert drawn.count(b" Tj ") > 8


def test_a_file_is_named_in_plain_letters():
    assert (
        papers.file_name("Curriculum vitæ", "Zuzana Krajčová") == "curriculum-vitae-zuzana-krajcova"
    )
