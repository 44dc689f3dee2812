"""Signing in by e-mailed code: the same door for a new account and a known one."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts import codes
from passeurs.accounts.models import User
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db

SIGN_IN = "/compte/connexion/"
CODE = "/compte/connexion/code/"
RESEND = "/compte/connexion/code/renvoi/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def ask(client, email="nina@exemple.fr", **data):
    return client.post(SIGN_IN, {"email": email, **data})


def last_code():
    return re.search(r"\d{6}", mail.outbox[-1].body).group()


def enter(client, email="nina@exemple.fr", **data):
    ask(client, email, **data)
    return client.post(CODE, {"code": last_code()})


def test_a_code_opens_an_account_to_a_new_address_and_asks_for_a_name(client):
    response = enter(client)
    assert response["Location"] == f"{reverse('account_profile')}?next=%2Fdossiers%2F"
    assert User.objects.get().email == "nina@exemple.fr"
    assert EmailAddress.objects.get().verified


def test_no_account_exists_before_the_code_is_typed(client):
    ask(client)
    assert not User.objects.exists()


def test_a_known_person_comes_back_to_the_page_they_were_on(client):
    person(email="nina@exemple.fr")
    assert enter(client, next="/structures/")["Location"] == "/structures/"


def test_a_page_behind_the_door_is_kept_through_the_whole_sign_in(client):
    person(email="nina@exemple.fr")
    door = client.get("/structures/nouvelle/")["Location"]
    assert door == f"{SIGN_IN}?next=/structures/nouvelle/"
    assert 'name="next" value="/structures/nouvelle/"' in client.get(door).text


@pytest.mark.parametrize(
    "target", ["https://ailleurs.example/", "//ailleurs.example", "javascript:1"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client, target):
    person(email="nina@exemple.fr")
    assert enter(client, next=target)["Location"] == "/dossiers/"


def test_the_answer_is_the_same_for_a_known_address_and_an_unknown_one(client):
    person(email="nina@exemple.fr")
    pages = []
    for email in ("nina@exemple.fr", "nora@exemple.fr"):
        guest = Client()
        assert ask(guest, email)["Location"] == CODE
        page = re.sub(r'value="[^"]{64}"', "", guest.get(CODE).text)
        pages.append(re.sub(r"nonce-\S+|n[a-z]+@exemple.fr", "", page))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["nina@exemple.fr"], ["nora@exemple.fr"]]


def test_asking_for_a_code_never_looks_the_address_up(client, django_assert_max_num_queries):
    person(email="nina@exemple.fr")
    with django_assert_max_num_queries(8) as known:
        ask(client, "nina@exemple.fr")
    assert not [query for query in known.captured_queries if "accounts_user" in query["sql"]]


def test_the_case_of_an_address_does_not_make_another_account(client):
    enter(client, "Nina.B+Cine@Exemple.FR")
    client.logout()
    enter(client, "nina.b+cine@exemple.fr")
    assert [user.email for user in User.objects.all()] == ["nina.b+cine@exemple.fr"]


def test_an_address_with_a_plus_is_not_the_address_without(client):
    enter(client, "nina@exemple.fr")
    client.logout()
    enter(client, "nina+cine@exemple.fr")
    assert User.objects.count() == 2


def test_two_browsers_that_open_the_same_new_account_share_it(client):
    other = Client()
    ask(client)
    first = last_code()
    ask(other)
    second = last_code()
    client.post(CODE, {"code": first})
    other.post(CODE, {"code": second})
    assert User.objects.count() == 1
    assert client.session["_auth_user_id"] == other.session["_auth_user_id"]


def test_a_code_only_works_in_the_browser_that_asked_for_it(client):
    ask(client)
    stranger = Client()
    assert stranger.post(CODE, {"code": last_code()})["Location"] == SIGN_IN


@pytest.mark.parametrize("paste", ["{0} {1}", " {0}-{1} ", "Votre code : {0}{1}\n", "{0}\u00a0{1}"])
def test_a_pasted_code_may_carry_spaces_and_words(client, paste):
    ask(client)
    code = last_code()
    assert client.post(CODE, {"code": paste.format(code[:3], code[3:])}).status_code == 302


def test_a_code_serves_once(client):
    enter(client)
    code = last_code()
    client.logout()
    assert client.post(CODE, {"code": code})["Location"] == SIGN_IN


def test_a_wrong_code_says_so_and_the_fifth_one_closes_the_attempt(client):
    ask(client)
    code = last_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(codes.MAX_ATTEMPTS):
        page = client.post(CODE, {"code": wrong})
        assert page.status_code == 422
        assert "n’est pas le bon" in page.text
    assert "ne sert plus" in client.post(CODE, {"code": code}).text
    assert not User.objects.exists()


def test_a_code_of_the_wrong_length_costs_no_attempt(client):
    ask(client)
    assert "6 chiffres" in client.post(CODE, {"code": "12"}).text
    assert client.session[codes.KEY]["attempts"] == 0


@pytest.mark.parametrize(("late", "status"), [(-1, 302), (1, 422)])
def test_a_code_lives_a_quarter_of_an_hour(client, late, status):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        ask(client)
    with time_machine.travel(now + codes.LIFETIME + timedelta(seconds=late), tick=False):
        response = client.post(CODE, {"code": last_code()})
    assert response.status_code == status


def test_asking_again_makes_the_code_before_useless(client):
    ask(client)
    before = last_code()
    assert client.post(RESEND)["Location"] == CODE
    if last_code() != before:
        assert client.post(CODE, {"code": before}).status_code == 422
    assert client.post(CODE, {"code": last_code()}).status_code == 302


def test_without_a_code_under_way_both_pages_lead_back_to_the_address(client):
    assert client.get(CODE)["Location"] == SIGN_IN
    assert client.post(RESEND)["Location"] == SIGN_IN


def test_an_address_cannot_be_flooded_with_codes(client):
    for _ in range(5):
        assert ask(Client()).status_code == 302
    refused = ask(Client())
    assert refused.status_code == 429
    assert "Patientez" in refused.text
    assert 'value="nina@exemple.fr"' in refused.text
    assert len(mail.outbox) == 5


def test_resending_is_limited_too_and_says_so(client):
    ask(client)
    answers = [client.post(RESEND) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "Patientez" in answers[-1].text


def test_codes_cannot_be_tried_over_and_over_in_new_sessions(client):
    for _ in range(4):
        guest = Client()
        ask(guest)
        for _ in range(codes.MAX_ATTEMPTS):
            guest.post(CODE, {"code": "000000" if last_code() != "000000" else "111111"})
    ask(client)
    assert client.post(CODE, {"code": last_code()}).status_code == 429


def test_the_session_changes_its_key_when_one_enters(client):
    ask(client)
    before = client.session.session_key
    client.post(CODE, {"code": last_code()})
    assert client.session.session_key != before
    assert client.cookies["sessionid"].value != before


def test_the_session_never_holds_the_code(client):
    ask(client)
    assert last_code() not in str(dict(client.session.items()))


def test_a_closed_account_is_told_so_only_after_its_code(client):
    person(email="nina@exemple.fr", is_active=False)
    response = enter(client)
    assert response.status_code == 403
    assert "compte est fermé" in response.text
    assert "_auth_user_id" not in client.session


def test_a_mail_server_that_is_down_gives_a_sentence_and_keeps_the_address(client, monkeypatch):
    def down(self, **_options):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", down)
    response = ask(client)
    assert response.status_code == 503
    assert "n’a pas pu partir" in response.text
    assert 'value="nina@exemple.fr"' in response.text


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Indiquez votre adresse"), ("nina", "pas complète")]
)
def test_a_missing_or_unfinished_address_is_explained(client, typed, sentence):
    response = ask(client, typed)
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    "typed", ["a@b.fr\nBcc: x@y.fr", "x" * 100_000, "😀@exemple.fr", "\u202e@x.fr"]
)
def test_a_hostile_address_is_refused_without_a_mail(client, typed):
    assert ask(client, typed).status_code == 422
    assert mail.outbox == []


def test_somebody_already_inside_goes_on(client):
    client.force_login(person())
    assert client.get(f"{SIGN_IN}?next=/structures/")["Location"] == "/structures/"


def test_the_mail_is_in_french_in_text_and_html(client):
    ask(client)
    (message,) = mail.outbox
    html, kind = message.alternatives[0]
    assert message.subject.endswith("votre code pour entrer")
    assert kind == "text/html"
    assert last_code() in html
    assert "<h1" in html


def test_one_signs_out_by_post_alone(client):
    client.force_login(person())
    assert client.get("/compte/deconnexion/").status_code == 405
    answer = client.post("/compte/deconnexion/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"cache"')
    assert "_auth_user_id" not in client.session


def test_a_session_lasts_two_weeks(client):
    enter(client)
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_no_page_of_allauth_lets_a_password_in(client):
    for path in ("login", "signup", "password/reset", "password/change", "email"):
        assert client.get(f"/compte/{path}/").status_code == 404


def test_a_page_to_come_back_to_that_has_no_end_is_forgotten(client):
    client.post(SIGN_IN, {"email": "nina@exemple.fr", "next": "/" + "a" * 100_000})
    assert client.session[codes.KEY]["next"] == ""
