from django.core.management import call_command

from passeurs.documents.management.commands import list_shown_signs
from passeurs.documents.printable import SHOWN


def test_the_list_is_written_from_what_typst_prints(tmp_path, monkeypatch, capsys):
    asked = [*range(0x41, 0x5B), 0xE9, 0x202F, 0x4F60, 0x1F600]
    monkeypatch.setattr(list_shown_signs, "SHOWN", tmp_path / "shown.txt")
    monkeypatch.setattr(list_shown_signs, "_assigned", lambda: asked)
    call_command("list_shown_signs")
    assert (tmp_path / "shown.txt").read_text() == "41-5a\ne9-e9\n202f-202f\n"
    assert "28" in capsys.readouterr().out


def test_what_is_asked_is_every_sign_that_unicode_assigns():
    codes = set(list_shown_signs._assigned())
    assert {0x41, 0x202F, 0x200D, 0x1F600} <= codes
    assert not {0x07, 0xE000, 0xFFFE} & codes


def test_the_list_in_use_holds_the_letters():
    assert SHOWN.read_text().startswith("20-7e\n")
