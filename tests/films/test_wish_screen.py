"""A holder proposes a film from the catalogue; a stranger to every structure does not."""

import pytest
from django.urls import reverse

from passeurs.films.models import FilmWish
from tests.factories import calls, films, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


@pytest.fixture
def address(edition):
    return reverse("films:wish", args=[edition.slug])


@pytest.fixture
def holder(client):
    found = person()
    found.structure = organisations.structure(representative=found)
    client.force_login(found)
    return found


def posted(holder, **facts):
    return {
        "structure": holder.structure.pk,
        "title": "Élan",
        "year": "2024",
        "list": "open_air",
        "reason": "Il plairait aux jeunes.",
    } | facts


def test_a_wish_is_sent_and_shown_with_its_state(client, holder, edition, address):
    assert client.post(address, posted(holder)).status_code == 302
    shown = client.get(address).content.decode()
    assert "Élan (2024)" in shown
    assert "En attente" in shown
    FilmWish.objects.update(state="declined", answer="Trop cher.")
    assert "Trop cher." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Donnez le titre"),
        ("title", "x" * 100_000, "200"),
        ("year", "1600", "si ancien"),
        ("year", "deux mille", "quatre chiffres"),
        ("list", "", "quelle sorte"),
        ("list", "autre", "autre"),
        ("reason", "", "quelques mots"),
        ("reason", "x" * 2_001, "trop long"),
        ("structure", "0", "choix"),
    ],
)
def test_a_wrong_field_is_told_and_what_was_typed_stays(
    client, holder, address, field, value, words
):
    answer = client.post(address, posted(holder, **{field: value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not FilmWish.objects.exists()


def test_a_film_already_listed_is_told(client, holder, edition, address):
    films.listed(edition, "Élan", year=2024)
    answer = client.post(address, posted(holder))
    assert answer.status_code == 422
    assert "déjà sur cette liste" in answer.content.decode()


def test_the_structure_is_one_s_own(client, holder, edition, address):
    stranger = organisations.structure(representative=person())
    assert client.post(address, posted(holder, structure=stranger.pk)).status_code == 422


def test_only_members_of_a_structure_propose(client, edition, address):
    assert client.get(address).status_code == 302
    client.force_login(person())
    assert client.get(address).status_code == 403


def test_the_catalogue_offers_it_to_members_alone(client, holder, edition):
    index = reverse("films:index", args=[edition.slug])
    assert "Proposer un film" in client.get(index).content.decode()
    client.logout()
    assert "Proposer un film" not in client.get(index).content.decode()
