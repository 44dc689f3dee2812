import pytest
from django.test import Client

from passeurs.contacts.models import Contact
from passeurs.contacts.throttle import BY_ADDRESS, BY_SESSION
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db

URL = "/appels/occitanie-2024/contact/"
WRITTEN = {
    "structure_name": "MJC du Pont-Vieux",
    "city": "Cahors",
    "person_name": "Nadia Ferrer",
    "email": "nadia@exemple.fr",
    "wish": "mail",
    "message": "Un parcours à Terre Rouge",
}


def test_the_form_is_open_to_all(client, edition):
    page = client.get(URL)
    assert page.status_code == 200
    assert "Parlons de votre projet" in page.text


def test_a_message_leads_to_a_page_that_tells_the_date_recorded(client, edition, frozen):
    page = client.post(URL, WRITTEN, follow=True)
    contact = Contact.objects.get()
    assert page.redirect_chain == [(f"{URL}merci/", 302)]
    assert "Votre prise de contact est enregistrée le" in page.text
    assert contact.at == contact.recorded_at


def test_bad_input_keeps_what_was_typed(client, edition):
    page = client.post(URL, WRITTEN | {"email": "nadia@", "message": "Un <b>parcours</b> 🎬"})
    assert page.status_code == 422
    assert "Un &lt;b&gt;parcours&lt;/b&gt; 🎬" in page.text
    assert "Il reste 1\u00a0point à corriger" in page.text
    assert not Contact.objects.exists()


def test_a_hidden_field_filled_by_a_robot_is_shown_and_refused(client, edition):
    page = client.post(URL, WRITTEN | {"site_web": "http://robot"})
    assert page.status_code == 422
    assert "Un champ caché a été rempli" in page.text


def test_too_many_messages_are_answered_with_a_sentence_and_keep_the_text(client, edition):
    for rank in range(BY_SESSION):
        assert client.post(URL, WRITTEN | {"message": f"Message {rank}"}).status_code == 302
    page = client.post(URL, WRITTEN | {"message": "Un de trop"})
    assert page.status_code == 429
    assert "plusieurs fois en une heure" in page.text
    assert "Un de trop" in page.text
    assert Contact.objects.count() == BY_SESSION


def test_a_new_session_does_not_escape_the_limit_of_its_network(edition):
    total = BY_ADDRESS + 1
    answers = [Client().post(URL, WRITTEN | {"message": str(rank)}) for rank in range(total)]
    assert [answer.status_code for answer in answers[-2:]] == [302, 429]


def test_behind_a_proxy_visitors_do_not_share_one_limit(edition, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for rank in range(BY_ADDRESS + 1):
        seen_by_proxy = {"x-forwarded-for": f"192.0.2.1, 198.51.100.{rank}"}
        answer = Client(headers=seen_by_proxy).post(URL, WRITTEN | {"message": str(rank)})
        assert answer.status_code == 302


def test_without_a_proxy_a_forged_address_does_not_escape_the_limit(edition):
    forged = [{"x-forwarded-for": f"198.51.100.{rank}"} for rank in range(BY_ADDRESS + 1)]
    posts = [WRITTEN | {"message": str(rank)} for rank in range(len(forged))]
    answers = [Client(headers=one).post(URL, data) for one, data in zip(forged, posts, strict=True)]
    assert answers[-1].status_code == 429


def test_the_result_of_the_selftest_is_shown_and_joined(client, edition):
    session = client.session
    session["selftest_summary"] = "8 points sur 10 satisfaits"
    session.save()
    assert "8 points sur 10" in client.get(f"{URL}?resultat=abc").text
    client.post(URL, WRITTEN | {"with_selftest": "on"})
    assert Contact.objects.get().selftest_summary == "8 points sur 10 satisfaits"


def test_the_result_of_the_selftest_may_be_left_out(client, edition):
    session = client.session
    session["selftest_summary"] = "8 points sur 10 satisfaits"
    session.save()
    client.post(URL, WRITTEN)
    assert Contact.objects.get().selftest_summary == ""


def test_a_member_chooses_the_structure_and_the_contact_is_tied(client, edition):
    user = make.person(first_name="Nadia", last_name="Ferrer")
    structure = make.structure(member=user)
    client.force_login(user)
    assert "MJC du Pont-Vieux" in client.get(URL).text
    client.post(URL, WRITTEN | {"structure": structure.pk, "structure_name": ""})
    contact = Contact.objects.get()
    assert (contact.structure, contact.recorded_by) == (structure, user)


def test_nobody_ties_a_contact_to_a_structure_of_others(client, edition):
    structure = make.structure("CANARI")
    client.force_login(make.person())
    client.post(URL, WRITTEN | {"structure": structure.pk})
    assert Contact.objects.get().structure is None
    assert "CANARI" not in client.get(URL).text


def test_the_page_that_thanks_is_only_for_the_one_who_wrote(client, edition):
    make.contact(edition)
    assert client.get(f"{URL}merci/").status_code == 302


def test_a_late_contact_is_told_so_and_still_kept(client, edition):
    assert "contact tardif" in client.get(URL).text
    client.post(URL, WRITTEN)
    assert Contact.objects.exists()


def test_a_draft_edition_has_no_form_for_the_public(client):
    make.edition(slug="brouillon", is_public=False)
    assert client.get("/appels/brouillon/contact/").status_code == 404
