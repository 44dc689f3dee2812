import re
from pathlib import Path

import pytest
from django.urls import reverse

COMPONENTS = Path("passeurs/core/templates/core/components")
TEMPLATES = Path("passeurs").rglob("templates/**/*.html")

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    response = client.get(reverse("core:components"))
    assert response.status_code == 200
    return response.content.decode()


def test_the_living_page_is_open_to_all(page):
    assert "Composants" in page


def test_it_shows_every_verdict(page):
    for word in (
        "Satisfait",
        "Non satisfait",
        "À compléter",
        "À confirmer",
        "Sans objet",
        "Dispensé",
    ):
        assert word in page


def test_its_ids_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_its_descriptions_exist(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    for said in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
        assert set(said.split()) <= ids


def test_it_needs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("core:components"))


def test_no_template_carries_a_style_or_an_inline_script():
    for path in TEMPLATES:
        text = path.read_text()
        if "emails" in path.parts:
            continue
        assert not re.search(r"\sstyle=", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"\son[a-z]+=", text), path


def test_every_sign_that_a_template_names_is_in_the_sprite():
    sprite = Path("passeurs/core/static/core/icons.svg").read_text()
    known = set(re.findall(r'id="i-([a-z]+)"', sprite))
    for path in Path("passeurs").rglob("templates/**/*.html"):
        named = set(re.findall(r'{% icon "([^"]+)"', path.read_text()))
        assert named <= known, path
