import pytest
from django.urls import reverse

from tests.factories import contacts as make
from tests.factories import films

pytestmark = pytest.mark.django_db

INDEX = "/appels/occitanie-2024/films/"


@pytest.fixture
def edition():
    return make.edition()


def test_the_catalogue_is_open_to_all_and_shows_each_film(client, edition):
    film = films.listed(edition, "La Nuit inventée", duration_min=80)
    page = client.get(reverse("films:index", args=[edition.slug]))
    assert page.status_code == 200
    assert "La Nuit inventée" in page.text
    assert reverse("films:detail", args=[edition.slug, film.pk]) in page.text


def test_the_films_of_another_region_are_not_shown(client, edition):
    other = make.edition(make.coordination("ailleurs"), "ailleurs-2024")
    canary = films.listed(other, "CANARI")
    assert "CANARI" not in client.get(INDEX).text
    assert client.get(f"{INDEX}{canary.pk}/").status_code == 404
    assert client.get(f"{INDEX}choisir/?liste=open_air").json() == []


def test_the_catalogue_of_a_draft_edition_does_not_exist_for_the_public(client):
    make.edition(slug="brouillon", is_public=False)
    assert client.get("/appels/brouillon/films/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_catalogue_asks_as_many_queries_whatever_its_length(
    client, edition, rows, django_assert_num_queries
):
    for rank in range(rows):
        films.listed(edition, f"Film {rank}", lists=["open_air", "accompanied"])
    with django_assert_num_queries(4):
        client.get(INDEX)


def test_the_pages_hold_twenty_four_films_and_keep_the_filters(client, edition):
    for rank in range(30):
        films.listed(edition, f"Film {rank}")
    page = client.get(f"{INDEX}?liste=open_air")
    assert page.text.count('class="ticket"') == 24
    assert "liste=open_air&amp;page=2" in page.text


def test_an_empty_answer_says_what_to_do(client, edition):
    assert "ne sont pas encore publiées" in client.get(INDEX).text
    films.listed(edition)
    assert "Voir tous les films" in client.get(f"{INDEX}?q=introuvable").text


@pytest.mark.parametrize(
    "query",
    [
        "liste=autre&theme=%27&public=x&duree=9&version=z",
        "page=abc",
        "page=999999999999",
        "q=" + "a" * 5000,
        "q=%F0%9F%8E%AC%E2%80%AE%3Cscript%3E",
    ],
)
def test_an_odd_address_is_answered_with_the_page(client, edition, query):
    films.listed(edition)
    page = client.get(f"{INDEX}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main>")[0]


def test_an_unknown_fact_is_said_to_be_unknown(client, edition):
    film = films.listed(edition)
    page = client.get(f"{INDEX}{film.pk}/").text
    assert "Numéro de visa" in page
    assert "non renseigné" in page


def test_a_withdrawn_film_says_so_on_its_page(client, edition):
    film = films.listed(edition, withdrawn_at=make.AT)
    assert "Retiré de la liste «\u00a0plein air\u00a0»" in client.get(f"{INDEX}{film.pk}/").text


def test_the_picker_gives_value_label_and_hint(client, edition):
    film = films.listed(edition, "La Nuit inventée", year=2020, duration_min=80)
    answer = client.get(f"{INDEX}choisir/?liste=open_air&q=nuit").json()
    hint = "Une Cinéaste, 80\u00a0min"
    assert answer == [{"value": str(film.pk), "label": "La Nuit inventée (2020)", "hint": hint}]


@pytest.mark.parametrize("query", ["", "liste=", "liste=autre", "liste=accompanied"])
def test_the_picker_offers_nothing_outside_the_list_asked(client, edition, query):
    films.listed(edition)
    assert client.get(f"{INDEX}choisir/?{query}").json() == []
