"""The wishes of holders at the desk: gathered by film, answered once for all."""

import pytest
from django.urls import reverse

from passeurs.films.actions.wishes import wish_for_film
from passeurs.films.models import FilmWish
from tests.factories import calls, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
HERE = reverse("desk:wishes")


@pytest.fixture
def edition():
    return calls.edition("occitanie-2024")


@pytest.fixture
def desk(client, edition):
    client.force_login(organisations.team_member("coordination", edition.coordination))
    return client


def wish(edition, **facts):
    holder = person()
    structure = organisations.structure(representative=holder)
    given = {"title": "Élan", "year": 2024, "list": "open_air", "reason": "Pour rire."} | facts
    return wish_for_film(edition, structure, given, by=holder, at=calls.NOW)


def answer(client, made, **facts):
    return client.post(reverse("desk:wish_answer", args=[made.pk]), facts)


def test_wishes_for_the_same_film_are_gathered_and_answered_together(desk, edition):
    made, _ = wish(edition), wish(edition, title="ELAN")
    wish(edition, title="Cerf")
    assert "2\u00a0souhaits" in desk.get(HERE).content.decode()
    answer(desk, made, state="added", answer="Bonne idée.")
    assert set(FilmWish.objects.values_list("title", "state")) == {
        ("Élan", "added"),
        ("ELAN", "added"),
        ("Cerf", "waiting"),
    }
    answered = desk.get(HERE + "?voir=repondus").content.decode()
    assert "Ajouté à la liste" in answered
    assert "Bonne idée." in answered


def test_an_answer_is_chosen_and_given_once(desk, edition):
    made = wish(edition)
    assert answer(desk, made).status_code == 422
    assert answer(desk, made, state="declined").status_code == 302
    again = desk.post(reverse("desk:wish_answer", args=[made.pk]), {"state": "added"}, follow=True)
    assert "déjà leur réponse" in again.content.decode()
    made.refresh_from_db()
    assert made.state == "declined"


def test_nothing_waiting_says_so(desk):
    assert "Aucun souhait n’attend" in desk.get(HERE).content.decode()
    assert "Aucune réponse encore" in desk.get(HERE + "?voir=repondus").content.decode()


def test_another_coordination_s_wishes_are_unknown(client, desk, edition):
    made = wish(edition, title="KANARI")
    theirs = calls.edition("deux-seances-1").coordination
    client.force_login(organisations.team_member("coordination", theirs))
    assert "KANARI" not in client.get(HERE).content.decode()
    assert answer(client, made, state="added").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_whatever_its_length(
    desk, edition, count, django_assert_max_num_queries
):
    for rank in range(count):
        wish(edition, title=f"Film {rank}")
    with django_assert_max_num_queries(6):
        desk.get(HERE)
