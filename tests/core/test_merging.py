"""Merge fields: what stands between braces becomes the reader's own."""

import pytest

from passeurs.core.merging import fields_in, merge, unknown_fields

LETTER = "Bonjour { prénom }, « {titre} » est clos. Au revoir {prénom}."


def test_each_field_is_named_once_in_its_order():
    assert fields_in(LETTER) == ["prénom", "titre"]


def test_a_field_nobody_fills_is_told():
    assert unknown_fields(LETTER, {"prénom"}) == ["titre"]
    with pytest.raises(KeyError):
        merge(LETTER, {"prénom": "Nadia"})


def test_a_value_is_never_read_again():
    merged = merge(LETTER, {"prénom": "{titre}", "titre": r"\1 {x}"})
    assert merged == r"Bonjour {titre}, « \1 {x} » est clos. Au revoir {titre}."


def test_braces_left_open_or_empty_are_plain_text():
    assert fields_in("{} { une accolade\n} {") == []
