"""The repository tests itself: what no other tool sees, and every newcomer must keep."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.urls import URLPattern, get_resolver

from passeurs.core.access import routes
from scripts import typography

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(path.parent.name for path in (ROOT / "passeurs").glob("*/__init__.py"))
TEMPLATES = sorted((ROOT / "passeurs").glob("*/templates/**/*.*"))
FORBIDDEN_MODULES = {"utils", "common", "helpers", "misc", "shared", "tools", "manager", "signals"}
FRENCH_IN_CODE = {"dossier", "bilan", "qpv", "zrr", "frr", "siret", "siren", "cerfa", "epci", "rna"}
# Put together, so that this file does not contain what it looks for.
FORBIDDEN_TEXT = [
    *("/" + folder + "/" for folder in ("work", "root", "farm", "tmp")),
    *(".".join(host) for host in (("pypi", "org"), ("files", "pythonhosted", "org"))),
    *(".".join(host) for host in (("registry", "npmjs", "org"), ("deb", "debian", "org"))),
]
TEXT_SIZE = 2_000_000  # bytes; larger files are data


def committed():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path):
    if path.stat().st_size > TEXT_SIZE:
        return ""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def sources(*folders, ext="py"):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*.{ext}"))]


def names(paths):
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def test_no_committed_file_names_a_machine_or_a_package_host():
    guilty = {
        str(path.relative_to(ROOT)): word
        for path in committed()
        for word in FORBIDDEN_TEXT
        if re.search(rf"(?<![\w.-]){re.escape(word)}", text_of(path))
    }
    assert guilty == {}


def test_no_module_has_a_name_that_says_nothing():
    assert names(p for p in sources("passeurs", "config") if p.stem in FORBIDDEN_MODULES) == []


def test_no_module_listens_to_signals():
    assert names(p for p in sources("passeurs") if "@receiver" in p.read_text()) == []


def test_no_view_is_a_tower_of_classes():
    pattern = re.compile(
        r"^from django\.views(\.generic)? import .*View|django\.views\.generic", re.MULTILINE
    )
    assert names(p for p in sources("passeurs") if pattern.search(p.read_text())) == []


def test_nothing_is_left_for_later():
    pattern = re.compile(r"\b(TODO|FIXME|XXX)\b")
    ours = sources("passeurs", "config", "scripts", "bench")
    assert names(p for p in ours if pattern.search(p.read_text())) == []


@pytest.mark.parametrize("app", APPS)
def test_every_app_is_told_in_the_architecture(app):
    assert f"`{app}`" in (ROOT / "docs" / "architecture.md").read_text()


@pytest.mark.parametrize("app", APPS)
def test_the_migrations_of_an_app_follow_each_other(app):
    """What has landed is never rewritten: somebody's data stands on it. One more per change."""
    folder = ROOT / "passeurs" / app / "migrations"
    names = sorted(p.name for p in folder.glob("[0-9]*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


def test_every_french_word_of_the_code_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossaire.md").read_text()
    told = {term.lower() for term in re.findall(r"^\| `(\w+)`", glossary, flags=re.MULTILINE)}
    assert sorted(FRENCH_IN_CODE - told) == []


def test_no_french_word_of_the_code_goes_unlisted():
    """A hybrid (`deposer_dossier`, `valider`) is an English verb that was not found."""
    verbs = r"\bdef (deposer|valider|creer|envoyer|calculer|verifier|lister|afficher|ajouter)\w*"
    assert names(p for p in sources("passeurs") if re.search(verbs, p.read_text())) == []


# ------------------------------------------------------------------------------------- templates


def of_pages():
    return [p for p in TEMPLATES if p.suffix == ".html" and "emails" not in p.parts]


def test_no_page_carries_an_inline_style_or_script():
    pattern = re.compile(
        r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)|javascript:|http-equiv",
        re.IGNORECASE,
    )
    assert names(p for p in of_pages() if pattern.search(p.read_text())) == []


def test_no_page_asks_anything_of_a_third_party():
    pattern = re.compile(r"<(script|link|img|iframe|source|video)[^>]+(src|href)=[\"'](https?:)?//")
    assert names(p for p in of_pages() if pattern.search(p.read_text())) == []


def test_every_form_that_posts_carries_its_token():
    form = re.compile(r"<form\b[^>]*method=[\"']post[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
    guilty = [
        path
        for path in of_pages()
        if any("csrf_token" not in text for text in form.findall(path.read_text()))
    ]
    assert names(guilty) == []


def test_the_typography_is_french():
    assert [str(path.relative_to(ROOT)) for path, _right in typography.faulty()] == []


def test_every_template_is_used():
    text = "\n".join(p.read_text() for p in [*sources("passeurs", "config"), *TEMPLATES])
    guilty = [path for path in TEMPLATES if not is_named(path, text)]
    assert names(guilty) == []


def is_named(path, text):
    """Whether some source names the template, whole or built from its folder."""
    name = str(path).split("/templates/", 1)[1]
    if name in text:
        return True
    folder, stem = name.rsplit("/", 1)
    bare = f"{folder}/{stem.split('.')[0]}"
    # « dossiers/emails/submitted » stands for its three files, f"{folder}/{name}.html" for a family.
    return bare in text or f"{folder}/{{" in text


# ----------------------------------------------------------------------------------------- doors


def url_names(patterns, prefix=""):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else f"unnamed: {entry.pattern}"
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from url_names(entry.url_patterns, inner)


def test_every_route_is_in_the_permission_table():
    assert sorted(set(url_names(get_resolver().url_patterns)) - routes().keys()) == []


def test_the_permission_table_names_no_route_that_is_gone():
    assert sorted(routes().keys() - set(url_names(get_resolver().url_patterns))) == []


def test_a_route_asks_for_a_session_unless_the_table_says_public():
    assert routes()["health"] == "public"
    for config in apps.get_app_configs():
        assert config.name != "django.contrib.admin"
    assert redirect_to_login("/dossiers/").url.startswith("/compte/connexion/")
