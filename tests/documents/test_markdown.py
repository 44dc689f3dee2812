from passeurs.documents.markdown import blocks


def run(text, *, strong=False, em=False):
    return {"text": text, "strong": strong, "em": em}


def test_markdown_becomes_plain_blocks():
    assert blocks("## Recours\n\nDans les **deux *mois***.\n\n- un\n- [deux](https://x.y)") == [
        {"kind": "title", "runs": [run("Recours")]},
        {
            "kind": "paragraph",
            "runs": [
                run("Dans les "),
                run("deux ", strong=True),
                run("mois", strong=True, em=True),
                run("."),
            ],
        },
        {"kind": "item", "runs": [run("un")]},
        {"kind": "item", "runs": [run("deux")]},
    ]


def test_line_ends_are_kept_only_where_they_were_wanted():
    (block,) = blocks("a\nb  \nc")
    assert "".join(piece["text"] for piece in block["runs"]) == "a b\nc"


def test_markup_is_text():
    (block,) = blocks("<b>x</b> `code`")
    assert "".join(piece["text"] for piece in block["runs"]) == "<b>x</b> code"


def test_nothing_gives_nothing():
    assert blocks("") == []
