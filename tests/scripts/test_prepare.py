"""Preparing twice changes nothing; resetting forgets what was added; production refuses."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def platform(tmp_path):
    """A platform of its own in a folder of its own: its counts, and how to prepare it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSEURS_D")}
    scene = kept | {"PASSEURS_DATA": str(tmp_path)}
    scene["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"

    def prepare(*options):
        command = [sys.executable, "manage.py", "prepare", *options]
        subprocess.run(command, cwd=ROOT, env=scene, check=True, stdout=subprocess.DEVNULL)
        return counts(tmp_path / "passeurs.sqlite3")

    prepare.folder = tmp_path
    return prepare


def counts(path):
    tables = ("accounts_user", "calls_edition", "dossiers_dossier", "territories_commune")
    with closing(sqlite3.connect(path)) as base:
        return {t: base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def add_a_stranger(folder):
    with closing(sqlite3.connect(folder / "passeurs.sqlite3")) as base, base:
        columns = [row[1] for row in base.execute("PRAGMA table_info(accounts_user)")]
        row = dict(
            zip(columns, base.execute("SELECT * FROM accounts_user").fetchone(), strict=True)
        )
        row |= {"id": 10_000, "email": "ajoute@exemple.fr"}
        marks = ", ".join("?" for _ in row)
        base.execute(f"INSERT INTO accounts_user VALUES ({marks})", list(row.values()))


def test_preparing_again_changes_nothing_and_a_reset_forgets_what_was_added(platform):
    first = platform()
    assert all(first.values())
    assert (platform.folder / "static" / "staticfiles.json").exists()
    add_a_stranger(platform.folder)
    kept = first | {"accounts_user": first["accounts_user"] + 1}
    assert platform() == kept
    assert platform("--reset") == first


def test_out_of_the_demonstration_nothing_is_prepared(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="qu’en mode démonstration"):
        call_command("prepare")
