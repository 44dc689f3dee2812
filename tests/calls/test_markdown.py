"""Texts of an edition cannot carry anything but text."""

import pytest

from passeurs.calls.markdown import plain, render


def test_markdown_becomes_paragraphs_lists_and_emphasis():
    html = render("Du **voir**\n\n- un\n- deux")
    assert "<strong>voir</strong>" in html
    assert html.count("<li>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[ici](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://ailleurs.example/x.png)",
        "[x](data:text/html,<script>)",
        "# <a href='javascript:x'>titre</a>",
    ],
)
def test_nothing_that_acts_passes(text):
    html = render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<a href" not in html


def test_a_link_tells_nothing_of_where_it_was_followed_from():
    assert 'rel="noopener noreferrer"' in render("[le CNC](https://www.cnc.fr)")


def test_no_text_is_no_html():
    assert render("") == ""
    assert render(None) == ""


def test_a_list_shows_the_words_alone_on_one_line():
    text = "Dites **qui** vient.\n\n- Une phrase & [un lien](https://exemple.fr)\n- <b>Deux</b>"
    assert plain(text) == "Dites qui vient. Une phrase & un lien <b>Deux</b>"
    assert plain(None) == ""
