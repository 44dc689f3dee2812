import pytest
from django.urls import reverse

from passeurs.contacts.models import Contact
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db

LIST = "/bureau/contacts/"
NOTED = {
    "on": "12/09/2023",
    "channel": "phone",
    "structure_name": "Foyer des Tanneurs",
    "person_name": "Ilyès",
    "message": "Premier échange au téléphone",
}


@pytest.fixture
def edition():
    return make.edition()


@pytest.fixture
def agent(client, edition):
    user = make.teammate(edition.coordination)
    client.force_login(user)
    return user


@pytest.fixture
def canary():
    other = make.edition(make.coordination("ailleurs"), "ailleurs-2024")
    return make.contact(other, structure_name="CANARI")


def urls(contact):
    return [
        reverse("desk:contact", args=[contact.pk]),
        reverse("desk:contact_tie", args=[contact.pk]),
        reverse("desk:contact_amend", args=[contact.pk]),
        *[reverse("desk:contact_move", args=[contact.pk, m]) for m in ("repondu", "clore")],
    ]


def test_the_desk_opens_on_what_waits(client, agent, edition):
    make.contact(edition)
    page = client.get("/bureau/")
    assert "MJC du Pont-Vieux" in page.text


def test_another_coordinations_contact_is_nowhere(client, agent, edition, canary):
    make.contact(edition)
    for url in ("/bureau/", LIST, f"{LIST}?q=canari", f"{LIST}?edition=ailleurs-2024"):
        assert "CANARI" not in client.get(url).text.replace('value="canari"', "")


def test_another_coordinations_contact_answers_404_to_every_gesture(client, agent, canary):
    read, *writes = urls(canary)
    assert client.get(read).status_code == 404
    assert {client.post(url, {"notes": "x"}).status_code for url in writes} == {404}
    canary.refresh_from_db()
    assert (canary.state, canary.notes) == ("new", "")


def test_a_contact_cannot_be_noted_in_anothers_edition(client, agent, canary):
    page = client.post(f"{LIST}noter/", NOTED | {"edition": canary.edition_id})
    assert page.status_code == 422
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("role", ["drac", "region"])
def test_the_desk_of_the_partners_shows_no_contact(client, edition, role):
    make.contact(edition)
    client.force_login(make.teammate(edition.coordination, role=role))
    home = client.get("/bureau/").text
    assert "MJC du Pont-Vieux" not in home
    assert LIST not in home
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("url", ["/bureau/", LIST, f"{LIST}noter/"])
def test_a_holder_is_refused_and_a_passer_by_asked_to_sign_in(client, edition, url):
    assert client.get(url).status_code == 302
    client.force_login(make.person())
    assert client.get(url).status_code == 403


def test_a_holder_sees_its_contact_nowhere_at_the_desk(client, edition):
    user = make.person()
    contact = make.contact(edition, structure=make.structure(member=user))
    client.force_login(user)
    assert client.get(urls(contact)[0]).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_list_asks_as_many_queries_whatever_its_length(
    client, agent, edition, rows, django_assert_num_queries
):
    for rank in range(rows):
        make.contact(edition, rank=rank, structure=make.structure(f"S{rank}"))
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_a_contact_asks_as_many_queries_whatever_the_structures_known(
    client, agent, edition, rows, django_assert_num_queries
):
    for rank in range(rows):
        make.structure(f"S{rank}", known_to=edition.coordination)
    contact = make.contact(edition)
    with django_assert_num_queries(7):
        client.get(urls(contact)[0])


def test_a_call_is_noted_with_its_next_step(client, agent, edition):
    data = NOTED | {"edition": edition.pk, "next_step": "envoyer l’appel"}
    page = client.post(f"{LIST}noter/", data, follow=True)
    contact = Contact.objects.get()
    assert (contact.channel, contact.recorded_by, contact.source) == ("phone", agent, "desk")
    assert "envoyer l’appel" in page.text


def test_a_bad_note_keeps_what_was_typed(client, agent, edition):
    page = client.post(f"{LIST}noter/", NOTED | {"edition": edition.pk, "on": "demain"})
    assert page.status_code == 422
    assert "Premier échange au téléphone" in page.text


def test_a_contact_is_tied_to_a_known_structure(client, agent, edition):
    structure = make.structure(known_to=edition.coordination)
    contact = make.contact(edition)
    client.post(urls(contact)[1], {"structure": structure.pk})
    contact.refresh_from_db()
    assert contact.structure == structure


def test_a_structure_unknown_here_is_not_offered(client, agent, edition, canary):
    make.structure("INCONNUE", known_to=canary.coordination)
    contact = make.contact(edition)
    assert "INCONNUE" not in client.get(urls(contact)[0]).text


def test_tying_to_nothing_says_what_to_do(client, agent, edition):
    page = client.post(urls(make.contact(edition))[1], {})
    assert page.status_code == 422
    assert "Choisissez une structure" in page.text


def test_a_contact_is_marked_answered_once(client, agent, edition):
    contact = make.contact(edition)
    url = reverse("desk:contact_move", args=[contact.pk, "repondu"])
    client.post(url)
    page = client.post(url, follow=True)
    contact.refresh_from_db()
    assert contact.state == "answered"
    assert "déjà reçu une réponse" in page.text


def test_notes_are_saved_and_too_long_ones_are_kept_on_screen(client, agent, edition):
    contact = make.contact(edition)
    client.post(urls(contact)[2], {"notes": "rappeler mardi"})
    contact.refresh_from_db()
    assert contact.notes == "rappeler mardi"
    page = client.post(urls(contact)[2], {"notes": "x" * 100_000})
    assert page.status_code == 422


@pytest.mark.parametrize("query", ["etat=autre&edition=x", "page=-1", "q=%22%3E%3Cb%3E"])
def test_an_odd_address_is_answered_with_the_list(client, agent, edition, query):
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert '"><b>' not in page.text


def test_an_empty_record_says_what_to_do(client, agent):
    assert "Le registre est vide" in client.get(LIST).text
    assert "Tout est fait" in client.get("/bureau/").text
