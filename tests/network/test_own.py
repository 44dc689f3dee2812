"""One's own card: the link, the account, asking for the link, registering."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from passeurs.network import links
from passeurs.network.actions.desk import merge_cards
from passeurs.network.models import Consent, Practitioner
from passeurs.network.views import registering
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, network
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
REGISTER = "/intervenants/s-inscrire/"
FACTS = {"name": "Ada Lumière", "crafts": ["sound"], "email": "ada@exemple.fr"}


def link_of(card):
    return reverse("network:link", args=[links.token_of(card)])


def link_in(message):
    return re.search(r"/intervenants/lien/\S+", message.text)[0]


def press(client, page, verb):
    return client.post(f"{page}{verb}/", follow=True)


# ------------------------------------------------------------------------------------- the link


def test_a_link_shows_the_card_and_says_yes_without_an_account(client, card):
    page = link_of(card)
    assert "J’accepte de paraître" in client.get(page).text
    assert not Consent.objects.exists()
    answer = press(client, page, "accepter")
    assert "Votre fiche paraît dans l’annuaire" in answer.text
    assert card.name in client.get("/intervenants/").text


def test_one_click_takes_the_card_down(client, card):
    page = link_of(card)
    press(client, page, "accepter")
    answer = press(client, page, "retirer")
    assert "n’est plus dans l’annuaire" in answer.text
    assert card.name not in client.get("/intervenants/").text


def test_looking_at_a_link_never_says_yes(client, card):
    for verb in ("accepter", "retirer", "effacer"):
        assert client.get(f"{link_of(card)}{verb}/").status_code == 405
    assert Practitioner.objects.filter(pk=card.pk).exists()


def test_a_link_corrects_the_card_but_never_its_address(client, card):
    page = link_of(card)
    sent = {**FACTS, "name": "Nouveau Nom", "shows_phone": "on", "phone": "05 36 49 00 00"}
    assert client.post(page, sent).status_code == 302
    card.refresh_from_db()
    assert (card.name, card.shows_phone) == ("Nouveau Nom", True)
    assert card.email != FACTS["email"]


def test_what_is_refused_stays_as_typed_and_the_card_as_it_was(client, card):
    answer = client.post(link_of(card), {"name": "", "presentation": "x" * 2_000})
    assert answer.status_code == 422
    assert "2\u202f000 signes" in answer.text
    assert "Dites au moins un métier" in answer.text
    assert card.name in answer.text


def test_a_link_is_a_key_that_no_one_else_is_told_of(client, card):
    answer = client.get(link_of(card))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_an_old_link_says_how_to_have_another(client, card):
    token = links.token_of(card)
    links_lasted, links.LASTS_S = links.LASTS_S, -1
    try:
        answer = client.get(reverse("network:link", args=[token]))
        posted = client.post(reverse("network:link_act", args=[token, "accepter"]))
    finally:
        links.LASTS_S = links_lasted
    assert (answer.status_code, posted.status_code) == (410, 410)
    assert "Ce lien a vieilli" in answer.text
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "token",
    ["x", "é", "a:b:c", "🎬" * 40, "W10:1abc:xyz", "%2e%2e", "0" * 5_000],
)
def test_a_made_up_link_leads_nowhere(client, card, token):
    assert client.get(f"/intervenants/lien/{token}/").status_code == 404
    assert client.post(f"/intervenants/lien/{token}/accepter/").status_code == 404


def test_a_link_of_another_signature_leads_nowhere(client, card):
    from django.core import signing

    for told in ([card.pk, 1], "texte", [card.pk], {"p": 1}, ["x", "y"]):
        forged = signing.TimestampSigner(salt="autre").sign_object(told)
        assert client.get(f"/intervenants/lien/{forged}/").status_code == 404
        odd = signing.TimestampSigner(salt=links.SALT).sign_object(told)
        expected = 200 if told == [card.pk, 1] else 404
        assert client.get(f"/intervenants/lien/{odd}/").status_code == expected


def test_the_link_of_a_doubled_card_dies_with_it(client, card, trame, agent, at):
    doubled = network.card(trame)
    page = link_of(doubled)
    merge_cards(card, doubled, by=agent, at=at)
    assert client.get(page).status_code == 404


def test_an_unknown_verb_is_not_one(client, card):
    assert client.post(f"{link_of(card)}autre/").status_code == 404


def test_a_cv_is_sent_and_removed_by_the_link_and_never_read_through_it(client, card):
    page = link_of(card)
    assert "Choisissez" in press(client, page, "joindre-cv").text
    file = documents.upload("mon-cv.pdf")
    client.post(f"{page}joindre-cv/", {"file": file})
    assert "mon-cv.pdf" in client.get(page).text
    press(client, page, "retirer-cv")
    assert "mon-cv.pdf" not in client.get(page).text


def test_a_card_is_erased_by_its_link(client, card):
    page = link_of(card)
    press(client, page, "accepter")
    answer = press(client, page, "effacer")
    assert "effacée" in answer.text
    assert not Practitioner.objects.exists()
    assert client.get(page).status_code == 404


# ---------------------------------------------------------------------------------- the account


def test_an_account_finds_its_card_by_its_address(client, card):
    client.force_login(person(email=card.email.upper()))
    answer = client.get("/intervenants/ma-fiche/", follow=True)
    assert "J’accepte de paraître" in answer.text
    press(client, f"/intervenants/ma-fiche/{card.pk}/", "accepter")
    assert Consent.objects.get().given_through == "account"


def test_an_account_without_a_card_is_told_how_to_write_one(client):
    client.force_login(person())
    assert "Écrire ma fiche" in client.get("/intervenants/ma-fiche/").text


def test_two_cards_of_one_address_are_told_apart(client, card, trame):
    other = network.card(trame, email=card.email.upper(), name="L’autre fiche")
    client.force_login(person(email=card.email))
    page = client.get("/intervenants/ma-fiche/").text
    assert card.name in page
    assert other.name in page


def test_somebody_else_s_card_is_nothing(client, card):
    client.force_login(person())
    for url in (f"/intervenants/ma-fiche/{card.pk}/", "/intervenants/ma-fiche/999999999999/"):
        assert client.get(url).status_code == 404
        assert client.post(f"{url}accepter/").status_code == 404
    assert not Consent.objects.exists()


def test_a_card_without_an_address_belongs_to_no_account(client, trame):
    card = network.card(trame, email="")
    user = person()
    type(user).objects.filter(pk=user.pk).update(email="")
    user.refresh_from_db()
    client.force_login(user)
    assert client.get(f"/intervenants/ma-fiche/{card.pk}/").status_code == 404


# ------------------------------------------------------------------------------------ registering


@pytest.fixture
def facts(trame):
    return {**FACTS, "coordination": trame.pk}


def test_registering_keeps_a_card_that_nobody_sees_and_sends_its_link(client, facts, agent):
    answer = client.post(REGISTER, facts, follow=True)
    assert "Regardez vos courriels" in answer.text
    assert facts["name"] not in client.get("/intervenants/").text
    page = link_in(OutboxMessage.objects.get(to="ada@exemple.fr"))
    press(client, page, "accepter")
    assert facts["name"] not in client.get("/intervenants/").text
    desk = Client()
    desk.force_login(agent)
    card = Practitioner.objects.get()
    desk.post(reverse("network:person_review", args=[card.pk, "verifier"]))
    assert facts["name"] in client.get("/intervenants/").text


def test_an_address_that_has_a_card_gets_its_link_and_no_second_card(client, facts, card):
    answer = client.post(REGISTER, {**facts, "email": card.email}, follow=True)
    assert "Regardez vos courriels" in answer.text
    assert Practitioner.objects.count() == 1
    assert OutboxMessage.objects.get().to == card.email


@pytest.mark.parametrize("email", ["inconnue@exemple.fr", None])
def test_asking_for_a_link_never_tells_whether_there_is_a_card(client, card, email):
    answer = client.post("/intervenants/mon-lien/", {"email": email or card.email}, follow=True)
    assert "S’il y a une fiche à cette adresse" in answer.text
    assert OutboxMessage.objects.count() == (email is None)


@pytest.mark.parametrize("url", [REGISTER, "/intervenants/mon-lien/"])
def test_nobody_s_mailbox_is_flooded(client, facts, card, url):
    sent = {**facts, "email": card.email}
    codes = [Client().post(url, sent).status_code for _ in range(5)]
    assert codes == [302] * registering.BY_MAILBOX + [429] * 2
    assert OutboxMessage.objects.count() == registering.BY_MAILBOX


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "ada"}, "Cette adresse n’est pas complète"),
        ({"email": ""}, "obligatoire"),
        ({"coordination": ""}, "Choisissez votre région"),
        ({"coordination": "9" * 30}, "Choisissez votre région"),
        ({"crafts": [], "other_craft": ""}, "Dites au moins un métier"),
        ({"crafts": ["rien"]}, "rien"),
        ({"departments": ["00"]}, "00"),
        ({"name": "x" * 100_000}, "120"),
        ({"references": "é" * 100_000}, "100\u202f000 signes"),
        ({"website": "javascript:alert(1)"}, "https://exemple.fr"),
        ({"name": "Ada\x00"}, "nul"),
        ({"site_web": "robot"}, "Un champ caché"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept_as_typed(client, facts, changed, said):
    answer = client.post(REGISTER, {**facts, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert not Practitioner.objects.exists()


@pytest.mark.parametrize("name", ["🎬 Ada", "\u202eadA", "<script>alert(1)</script>", "أدا لوميير"])
def test_any_name_is_a_name_and_none_is_a_program(client, facts, name):
    client.post(REGISTER, {**facts, "name": name})
    card = Practitioner.objects.get()
    assert card.name == name
    page = client.get(link_of(card)).text
    assert "<script>alert" not in page


def test_a_wrong_address_for_the_link_is_said_beside_it(client, facts):
    answer = client.post("/intervenants/mon-lien/", {"email": "ada"})
    assert answer.status_code == 422
    assert "Cette adresse n’est pas complète" in answer.text


def test_who_is_signed_in_need_not_type_their_name_again(client, trame):
    client.force_login(person("Ada", "Lumière", email="ada@exemple.fr"))
    page = client.get(REGISTER).text
    assert "Ada Lumière" in page
    assert "ada@exemple.fr" in page


def test_a_link_lasts_a_year():
    assert timedelta(seconds=links.LASTS_S) > timedelta(days=366)
