"""Every e-mail leads somewhere, by an address that works outside the site."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted(
    path
    for path in ROOT.glob("passeurs/*/templates/*/emails/*.txt")
    if not path.name.endswith(".subject.txt")
)
TYPED = {"code.txt"}  # read beside the page that asks for it


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_gives_a_whole_address_under_a_label(path):
    lines = path.read_text().splitlines()
    addresses = [number for number, line in enumerate(lines) if line.startswith("{% absolute ")]
    assert addresses or path.name in TYPED
    assert all(lines[number - 1].endswith("\u00a0:") for number in addresses)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_what_a_person_typed_at_length_is_quoted(path):
    text = path.read_text()
    for field in ("message", "selftest_summary"):
        assert text.count(f"{field} }}}}") == 0
