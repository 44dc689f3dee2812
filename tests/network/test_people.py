"""The directory of practitioners, and the cards that structures keep."""

import pytest
from django.urls import reverse

from passeurs.network.models import Practitioner
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, network, organisations

pytestmark = pytest.mark.django_db
INDEX = "/intervenants/"


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_directory_asks_as_many_queries_whatever_its_length(
    client, trame, rows, django_assert_num_queries
):
    for _ in range(rows):
        network.card(trame, agreed=True)
    with django_assert_num_queries(2):
        assert client.get(INDEX).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_s_list_asks_as_many_queries_whatever_its_length(
    client, trame, agent, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        network.card(trame, organisations.structure(known_to=[trame]))
    client.force_login(agent)
    with django_assert_max_num_queries(12):
        client.get("/bureau/intervenants/")


@pytest.mark.parametrize(
    "query",
    [
        "q=energie",
        "q=ÉNERGIE",
        "q=elodie+energie",
        "q=%C3%A9nergie+son",
        "metier=sound",
        "departement=46",
        "langue=oc",
        "metier=sound&departement=46&langue=oc&q=elodie",
    ],
)
def test_the_search_folds_accents_and_every_filter_finds(client, trame, query):
    network.card(
        trame, agreed=True, name="Élodie Énergie", languages=["oc"], departments=["46", "82"]
    )
    assert "Élodie Énergie" in client.get(f"{INDEX}?{query}").text


@pytest.mark.parametrize("query", ["q=absente", "metier=image", "departement=47", "langue=br"])
def test_what_does_not_answer_a_filter_is_not_shown(client, trame, query):
    network.card(trame, agreed=True, languages=["oc"], departments=["46", "82"])
    page = client.get(f"{INDEX}?{query}").text
    assert "Personne ne répond" in page
    assert "Personne Inventée" not in page


def test_who_works_everywhere_works_in_each_department(client, trame):
    network.card(trame, agreed=True, name="Partout", works_everywhere=True)
    assert "Partout" in client.get(f"{INDEX}?departement=976").text


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=99999999999",
        "q=" + "a" * 5_000,
        "q=%F0%9F%8E%AC%E2%80%AE%3Cscript%3E",
        "metier=%27&departement=x&langue=%25&vue=nos-fiches",
        "q=%25_%5C",
    ],
)
def test_an_odd_address_is_answered_with_the_page(client, trame, query):
    network.card(trame, agreed=True)
    page = client.get(f"{INDEX}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main>")[0]


def test_an_empty_directory_says_what_to_do(client, db):
    assert "soyez la première" in client.get(INDEX).text


def test_a_merged_card_leads_to_the_one_that_stays(client, card, trame, agent):
    doubled = network.card(trame, merged_into=card)
    client.force_login(agent)
    url = reverse("network:person", args=[doubled.pk])
    assert client.get(url)["Location"] == reverse("network:person", args=[card.pk])


@pytest.mark.parametrize("pk", [0, 10**17, 10**25])
def test_a_card_that_is_not_there_is_not_found(client, db, pk):
    assert client.get(f"/intervenants/{pk}/").status_code == 404


# ---------------------------------------------------------------------------- what holders keep


SENT = {"name": "Ada Lumière", "crafts": ["sound"], "email": "ada@exemple.fr"}


def test_a_holder_keeps_a_card_corrects_it_and_writes_to_its_person(client, trame, mjc, holder):
    client.force_login(holder)
    owner = f"s{mjc.pk}-{trame.pk}"
    answer = client.post("/intervenants/ajouter/", {**SENT, "owner": owner})
    card = Practitioner.objects.get()
    url = reverse("network:person", args=[card.pk])
    assert answer["Location"] == url
    assert "Privée" in client.get(url).text
    assert "Ada" in client.get(f"{INDEX}?vue=nos-fiches").text
    client.post(f"{url}corriger/", {**SENT, "languages": ["oc"]})
    assert Practitioner.objects.get().languages == ["oc"]
    client.post(f"{url}inviter/")
    assert OutboxMessage.objects.get().to == "ada@exemple.fr"
    assert "Un message est parti le" in client.get(url).text
    assert "cette semaine" in client.post(f"{url}inviter/", follow=True).text


def test_a_holder_joins_and_removes_a_cv(client, card, holder):
    client.force_login(holder)
    url = reverse("network:person", args=[card.pk])
    assert "Choisissez" in client.post(f"{url}joindre-cv/", follow=True).text
    client.post(f"{url}joindre-cv/", {"file": documents.upload("cv-ada.pdf")})
    assert "cv-ada.pdf" in client.get(url).text
    assert client.get(f"{url}cv/").status_code == 200
    client.post(f"{url}retirer-cv/")
    assert client.get(f"{url}cv/").status_code == 404


def test_what_is_refused_stays_as_typed(client, card, holder):
    client.force_login(holder)
    answer = client.post(f"/intervenants/{card.pk}/corriger/", {"name": "", "presentation": "ici"})
    assert answer.status_code == 422
    assert "ici" in answer.text
    assert card.name in answer.text


def test_a_card_is_kept_in_one_s_own_name_alone(client, trame, mjc, holder, agent):
    client.force_login(holder)
    for owner in (f"c{trame.pk}", "", "s0-0"):
        assert client.post("/intervenants/ajouter/", {**SENT, "owner": owner}).status_code == 422
    client.force_login(agent)
    client.post("/intervenants/ajouter/", {**SENT, "owner": f"c{trame.pk}"})
    assert Practitioner.objects.get().review == "verified"


def test_without_a_structure_there_is_nobody_to_keep_a_card_for(client, trame):
    from tests.factories.accounts import person

    client.force_login(person())
    assert client.get("/intervenants/ajouter/").status_code == 403


def test_a_structure_of_two_regions_says_for_which(client, trame, mjc, holder):
    mjc.coordinations.add(organisations.coordination("ailleurs", region_name="Bretagne"))
    client.force_login(holder)
    page = client.get("/intervenants/ajouter/").text
    assert f"{mjc.name}, Bretagne" in page


# -------------------------------------------------------------------------------------- the desk


def test_the_desk_reads_filters_and_sets_aside(client, card, agent):
    client.force_login(agent)
    page = client.get("/bureau/intervenants/?q=energie&etat=known&accord=non").text
    assert card.name in page
    assert "Aucune fiche ne répond" in client.get("/bureau/intervenants/?accord=oui").text
    client.post(f"/bureau/intervenants/{card.pk}/ecarter/", {"reason": "Un essai"})
    assert "Écartée" in client.get(reverse("network:person", args=[card.pk])).text


def test_the_desk_merges_two_cards_that_look_alike(client, card, trame, agent):
    doubled = network.card(trame, name="elodie ENERGIE")
    client.force_login(agent)
    url = f"/bureau/intervenants/{card.pk}/reunir/"
    assert doubled.name in client.get(url).text
    assert client.post(url, {"doubled": ""}).status_code == 422
    assert client.post(url, {"doubled": 10**20}).status_code == 422
    assert client.post(url, {"doubled": doubled.pk}).status_code == 302
    assert client.post(url, {"doubled": doubled.pk}).status_code == 422


def test_a_refused_merge_says_why_beside_the_choice(client, card, trame, agent):
    agreed = network.card(trame, agreed=True)
    client.force_login(agent)
    answer = client.post(f"/bureau/intervenants/{card.pk}/reunir/", {"doubled": agreed.pk})
    assert answer.status_code == 422
    assert "porte l’accord de la personne" in answer.text
