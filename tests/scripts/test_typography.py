"""What the typography tool changes, and what it leaves alone."""

import pytest

from scripts.typography import of_python, of_template

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("<p>Budget : 5 000 €</p>", f"<p>Budget{NBSP}: 5 000{NBSP}€</p>"),
        ("<p>Et après ?</p>", f"<p>Et après{THIN}?</p>"),
        ("« {{ nom }} »", f"«{NBSP}{{{{ nom }}}}{NBSP}»"),
        ("<p>l'image</p>", "<p>l’image</p>"),
        ("{% if a == 'b' %}60 %{% endif %}", f"{{% if a == 'b' %}}60{THIN}%{{% endif %}}"),
        ("<a title='x' href='/a?b=c : d'>x</a>", f"<a title='x' href='/a?b=c{NBSP}: d'>x</a>"),
    ],
)
def test_a_template_is_put_right(text, right):
    assert of_template(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('x = "Clos : trop tard"', f'x = "Clos{NBSP}: trop tard"'),
        ('x = f"La part « {nom} » ?"', f'x = f"La part «{NBSP}{{nom}}{NBSP}»{THIN}?"'),
    ],
)
def test_a_sentence_of_the_code_is_put_right(text, right):
    assert of_python(text) == right


@pytest.mark.parametrize("text", ['"""A « b » : c."""', 'r"« ?"', "x = {1 : 2}", "{% if a : b %}"])
def test_code_and_docstrings_are_left_alone(text):
    assert of_python(text) == text
