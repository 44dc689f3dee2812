"""What the HTML version makes of the text."""

import pytest

from passeurs.notifications.blocks import Block, blocks_of, preview_of
from passeurs.notifications.rendering import from_text
from passeurs.notifications.templatetags.mail import quoted

HERE = "https://passeurs.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = HERE


def test_a_label_above_one_of_our_addresses_is_a_button():
    (block,) = blocks_of(f"Ouvrir le dossier\u00a0:\n{HERE}/dossiers/1/")
    assert block == Block("button", "Ouvrir le dossier", url=f"{HERE}/dossiers/1/")


@pytest.mark.parametrize(
    "text",
    [
        "Cliquez ici\u00a0:\nhttps://ailleurs.example/",
        f"Cliquez ici\u00a0:\n{HERE}.ailleurs.example/",
        f"Cliquez ici\u00a0:\n{HERE}/ puis https://ailleurs.example/",
        f"Sans deux-points\n{HERE}/dossiers/1/",
    ],
)
def test_nothing_else_is(text):
    assert [block.kind for block in blocks_of(text)] == ["words"]


def test_lines_that_each_name_a_thing_are_facts():
    (block,) = blocks_of("Récépissé\u00a0: R1\nReçu\u00a0: mardi à 12\u00a0h")
    assert block.rows == (("Récépissé", "R1"), ("Reçu", "mardi à 12\u00a0h"))


def test_a_sentence_with_a_colon_stays_a_sentence():
    assert blocks_of("Gardez ce message\u00a0: il porte la date.")[0].kind == "words"


def test_what_a_person_wrote_is_quoted_whatever_it_looks_like():
    typed = f"Bonjour\r\n\r\nPayer\u00a0:\n{HERE}/dossiers/1/"
    (block,) = blocks_of(quoted(typed))
    assert (block.kind, block.text) == ("quote", typed.replace("\r\n", "\n"))


def test_the_mailbox_shows_what_comes_after_the_greeting():
    assert preview_of(blocks_of("Bonjour,\n\nLe dossier est déposé.")) == "Le dossier est déposé."
    assert preview_of(blocks_of("Bonjour,")) == ""


def test_the_page_escapes_all_it_is_given():
    page = from_text("<b>Sujet</b>", "<script>\n\n> <script>\n\na b\u00a0: <script>\ncd\u00a0: 1")
    assert "<script>" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;") == 4
