"""`manage.py check_edition`."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import calls


def run(name, capsys):
    call_command("check_edition", name)
    return capsys.readouterr().out


@pytest.mark.parametrize("slug", calls.SLUGS)
def test_a_sound_file_stands(slug, capsys):
    assert "tient debout" in run(str(calls.EDITIONS / f"{slug}.json"), capsys)


def test_the_call_as_printed_is_told_and_the_command_fails(tmp_path, capsys):
    printed = tmp_path / "appel.json"
    wanted = calls.document(calendar={"filing_before": "2022-10-31T23:59:59"})
    printed.write_text(json.dumps(wanted), encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        call_command("check_edition", str(printed))
    assert stop.value.code == 1
    assert "Erreur, calendar.filing_before" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_stored_edition_is_checked_by_its_address(capsys):
    calls.edition()
    assert "tient debout" in run("occitanie-2024", capsys)


@pytest.mark.django_db
def test_an_unknown_edition_or_an_unreadable_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="Aucune édition"):
        call_command("check_edition", "nulle-part")
    broken = tmp_path / "casse.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="inutilisable"):
        call_command("check_edition", str(broken))
