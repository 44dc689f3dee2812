"""Production refuses to start half-configured; every variable is documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent
WHOLE = {
    "PASSEURS_SECRET_KEY": "q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5z6x7c8v9b0n1m2",
    "PASSEURS_HOSTS": "passeurs.example",
    "PASSEURS_DATABASE": "postgresql://passeurs:secret@127.0.0.1:5432/passeurs",
    "PASSEURS_SMTP_URL": "smtp+starttls://compte:secret@courrier.example:587",
    "PASSEURS_EMAIL_FROM": "Passeurs d’images <bonjour@passeurs.example>",
    "PASSEURS_SITE_URL": "https://passeurs.example",
}


def start(tmp_path, *arguments, **variables):
    """Run manage.py with the production settings and only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    scene = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "PASSEURS_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=kept | scene | variables, capture_output=True, text=True, check=False
    )


def test_production_passes_its_own_check_without_a_warning(tmp_path):
    done = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **WHOLE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_production_refuses_to_start_without(tmp_path, missing):
    done = start(tmp_path, "check", **{k: v for k, v in WHOLE.items() if k != missing})
    assert done.returncode != 0
    assert f"La variable {missing} manque" in done.stderr


def test_production_refuses_a_short_secret(tmp_path):
    done = start(tmp_path, "check", **(WHOLE | {"PASSEURS_SECRET_KEY": "court"}))
    assert "au moins 50 caractères" in done.stderr


def test_production_refuses_the_demonstration(tmp_path):
    done = start(tmp_path, "check", **(WHOLE | {"PASSEURS_DEMONSTRATION": "1"}))
    assert "refusé en production" in done.stderr


def variables_read():
    sources = [*(ROOT / "config").rglob("*.py")]
    return {
        name for file in sources for name in re.findall(r'"(PASSEURS_[A-Z_]+)"', file.read_text())
    }


def test_every_variable_is_documented_and_none_that_is_not_read():
    page = (ROOT / "docs" / "exploitation.md").read_text()
    documented = set(re.findall(r"^\| `(PASSEURS_[A-Z_]+)`", page, flags=re.MULTILINE))
    tests_only = {"PASSEURS_CHROMIUM", "PASSEURS_TEST_DATABASE"}
    assert documented - tests_only == variables_read()


def test_only_one_module_reads_the_environment():
    readers = [
        str(file.relative_to(ROOT))
        for folder in ("config", "passeurs")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", file.read_text())
    ]
    assert set(readers) <= {"config/env.py", "config/wsgi.py"}


def test_a_database_address_becomes_its_parts(monkeypatch, tmp_path):
    monkeypatch.setenv("X", "postgresql://l%C3%A9a:s%40@hote:5433/base")
    described = env.database("X", tmp_path)
    assert (described["USER"], described["PASSWORD"]) == ("léa", "s@")
    assert (described["HOST"], described["PORT"], described["NAME"]) == ("hote", 5433, "base")


def test_without_an_address_the_database_is_a_file(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    assert env.database("X", tmp_path)["NAME"] == tmp_path / "passeurs.sqlite3"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://h:2525", 2525, False, False),
        ("smtp+starttls://u:p@h", 587, True, False),
        ("smtps://u:p@h", 465, False, True),
    ],
)
def test_a_mail_address_says_how_it_is_protected(monkeypatch, tmp_path, url, port, tls, ssl):
    monkeypatch.setenv("X", url)
    options = env.mailer("X", tmp_path)["OPTIONS"]
    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("", None),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp://hote:3311", ("hote", 3311)),
        ("tcp://hote", ("hote", 3310)),
    ],
)
def test_the_scanner_listens_on_a_socket_or_a_port(monkeypatch, value, read):
    monkeypatch.setenv("X", value)
    assert env.scanner("X") == read


@pytest.mark.parametrize("value", ["hote:3310", "unix://hote/x", "tcp:///x", "http://hote"])
def test_a_scanner_s_address_of_another_kind_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X"):
        env.scanner("X")


def test_without_an_address_files_are_kept_in_a_folder(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    assert env.storage("X")["BACKEND"].endswith("FileSystemStorage")


def test_a_bucket_s_address_becomes_its_parts(monkeypatch):
    monkeypatch.setenv("X", "s3://cl%C3%A9:s%2F%40@s3.example/pieces/?region=fr-par")
    options = env.storage("X")["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("clé", "s/@")
    assert (options["endpoint_url"], options["bucket_name"]) == ("https://s3.example", "pieces")
    assert (options["region_name"], options["querystring_expire"]) == ("fr-par", 60)
    monkeypatch.setenv("X", "s3+http://c:s@127.0.0.1:8333/pieces")
    assert env.storage("X")["OPTIONS"]["endpoint_url"] == "http://127.0.0.1:8333"


@pytest.mark.parametrize("value", ["https://c:s@h/b", "s3://h/b", "s3://c:s@h/", "s3://c:s@/b"])
def test_a_bucket_s_address_that_lacks_something_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X"):
        env.storage("X")


@pytest.mark.parametrize("value", ["0", "-1", "beaucoup", "1.5"])
def test_a_number_of_megabytes_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="mégaoctets"):
        env.megabytes("X", 300)
    monkeypatch.delenv("X")
    assert env.megabytes("X", 300) == 300_000_000


@pytest.mark.parametrize(("reader", "value"), [("database", "mysql://h/b"), ("mailer", "h:25")])
def test_an_address_of_another_kind_is_refused(monkeypatch, tmp_path, reader, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X"):
        getattr(env, reader)("X", tmp_path)


@pytest.mark.parametrize(("value", "read"), [("1", True), ("oui", True), ("0", False), ("", False)])
def test_a_flag_is_read_in_either_language(monkeypatch, value, read):
    monkeypatch.setenv("X", value)
    assert env.flag("X") is read


def test_a_missing_variable_and_a_short_secret_stop_the_start(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(ImproperlyConfigured, match="X manque"):
        env.text("X")
    monkeypatch.setenv("X", "court")
    with pytest.raises(ImproperlyConfigured, match="au moins 50"):
        env.secret("X")
    monkeypatch.setenv("X", "s" * 50)
    assert env.secret("X") == "s" * 50


def test_a_list_is_cut_at_commas_and_spaces(monkeypatch):
    monkeypatch.setenv("X", "a.example, b.example  c.example")
    assert env.words("X") == ["a.example", "b.example", "c.example"]


@pytest.mark.parametrize("value", ["0", "-1", "trois"])
def test_a_number_of_days_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="nombre de jours"):
        env.days("X", 90)


def test_a_file_may_be_named_as_the_database(monkeypatch, tmp_path):
    monkeypatch.setenv("X", f"sqlite:///{tmp_path}/autre.sqlite3")
    assert env.database("X", tmp_path / "ignored")["NAME"] == tmp_path / "autre.sqlite3"
