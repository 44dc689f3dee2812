import pytest

from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.texts import UNREADABLE, decoded

TEXT = "code;nom\r\n09004;Albiès\r\n09007;Allières\r\n09100;Çà et là\r\n"
LINES = TEXT.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_text_is_the_same_whatever_its_encoding(codec, told):
    assert decoded("liste.csv", TEXT.encode(codec)) == (LINES, told)


def test_old_mac_line_ends_are_line_ends():
    assert decoded("liste.csv", b"a\rb\r")[0] == "a\nb\n"


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_a_damaged_byte_leaves_the_rest_in_utf_8(mark):
    data = TEXT.encode(mark).replace("è".encode(), b"\xff", 1)
    text, encoding = decoded("liste.csv", data)
    assert (text.count(UNREADABLE), encoding) == (1, "UTF-8")
    assert "Çà et là" in text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_cut_inside_a_character_is_truncated(codec):
    data = f"{LINES}é".encode(codec)[:-1]
    with pytest.raises(Unusable, match="est tronqué"):
        decoded("liste.csv", data)


@pytest.mark.parametrize(
    "data", [b"a\x81\x8d\xff\xfe", bytes(range(256)) * 4, b"\x00" * 50, b"\xff\xfe\x00\xd8a\x00"]
)
def test_what_is_no_text_is_told(data):
    with pytest.raises(Unusable):
        decoded("liste.csv", data)
