"""Two texts compared word by word, in bounded work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.dossiers import diffing
from passeurs.dossiers.diffing import LONGEST, Piece, pieces, replaced


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", []),
        ("Pareil", "Pareil", []),
        ("Quoi\u202f?", "Quoi ?", []),
        ("", "Tout neuf", [("new", "Tout neuf")]),
        ("Tout parti", "", [("gone", "Tout parti")]),
        ("Un film", "Deux films", [("gone", "Un film"), ("new", "Deux films")]),
        ("a b c", "a c", [("same", "a "), ("gone", "b "), ("same", "c")]),
        ("L’été 🎬", "L’été 🎥", [("same", "L’été "), ("gone", "🎬"), ("new", "🎥")]),
    ],
)  # fmt: skip
def test_what_left_and_what_came_are_told_in_reading_order(before, after, said):
    assert [(piece.kind, piece.text) for piece in pieces(before, after)] == said


def test_what_stayed_far_from_a_change_is_left_out():
    start, end = "début " * 50, " fin" * 50
    found = pieces(f"{start}ancien{end}", f"{start}nouveau{end}")
    assert [piece.kind for piece in found] == ["same", "gone", "new", "same"]
    assert found[0].text == "…" + start[-60:]
    assert found[0].left_out == len(start) - 60
    assert found[-1].text == end[:60] + "…"


def test_a_piece_too_long_to_be_shown_says_how_much_is_left_out():
    (piece,) = pieces("", "x" * (LONGEST + 10))
    assert piece == Piece("new", "x" * LONGEST, 10)


def test_texts_too_long_to_be_matched_are_shown_one_after_the_other(monkeypatch):
    monkeypatch.setattr(diffing, "MOST_WORK", 3)
    found = pieces("un deux trois", "un quatre cinq")
    assert [(piece.kind, piece.text) for piece in found] == [
        ("same", "un "),
        ("gone", "deux trois"),
        ("new", "quatre cinq"),
    ]


def test_a_value_is_replaced_whole():
    assert [piece.text for piece in replaced("3 mars", "4 mars")] == ["3 mars", "4 mars"]
    assert [piece.kind for piece in replaced("", "4 mars")] == ["new"]
    assert replaced("3 mars", "3 mars") == []


@given(st.text("ab c", max_size=30), st.text("ab c", max_size=30))
def test_each_text_can_be_read_again_from_the_pieces(before, after):
    found = pieces(before, after)
    if found:
        assert "".join(piece.text for piece in found if piece.kind != "new") == before
        assert "".join(piece.text for piece in found if piece.kind != "gone") == after
