"""A sensitive act asks for a fresh proof, and is then taken up with what was typed."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from passeurs.identities.models import OpenSession
from tests.factories.identities import totp, with_application

pytestmark = pytest.mark.django_db

URL = "/compte/confirmation/"
ACT = "/compte/sessions/fermer/"
GET_ACT = "/compte/securite/application/"


@pytest.fixture
def stale(client, holder):
    """Entered twenty minutes ago."""
    client.force_login(holder)
    return grow_stale(client)


def grow_stale(client):
    session = client.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=20)).timestamp()
    session.save()
    return client


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return found and found[1].replace("&amp;", "&")


def test_an_act_waits_for_a_code_and_is_taken_up_word_for_word(stale):
    words = "Ligne 1\r\nÉmoji 😀 & « guillemets » <b>"
    asked = stale.post(f"{ACT}?a=1", {"reason": words, "twice": ["1", "2"]})
    assert asked.status_code == 403
    assert hidden(asked, "next") == f"{ACT}?a=1"
    kept = hidden(asked, "kept")
    sent = stale.post(URL, {"next": f"{ACT}?a=1", "kept": kept, "send": "1"})
    assert sent.status_code == 200
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    again = stale.post(URL, {"next": f"{ACT}?a=1", "kept": hidden(sent, "kept"), "code": code})
    assert f'action="{ACT}?a=1"' in again.text
    fields = again.context["fields"]
    assert ("reason", words) in fields
    assert [value for name, value in fields if name == "twice"] == ["1", "2"]
    assert "csrfmiddlewaretoken" not in dict(fields)
    assert stale.post(ACT, dict(fields)).status_code == 302


def test_a_page_waits_then_opens(stale):
    asked = stale.get(f"{GET_ACT}?next=/structures/")
    assert (
        asked["Location"]
        == f"{URL}?next=%2Fcompte%2Fsecurite%2Fapplication%2F%3Fnext%3D%2Fstructures%2F"
    )
    stale.post(URL, {"send": "1", "next": GET_ACT})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    assert stale.post(URL, {"code": code, "next": GET_ACT})["Location"] == GET_ACT
    assert stale.get(GET_ACT).status_code == 200


def test_whoever_has_a_second_factor_shows_it(client, holder):
    with_application(holder)
    client.force_login(holder)
    grow_stale(client)
    page = client.get(f"{URL}?next={GET_ACT}")
    assert "Recevoir un code" not in page.text
    assert client.post(URL, {"code": "000000", "next": GET_ACT}).status_code == 422
    assert client.post(URL, {"code": totp(), "next": GET_ACT})["Location"] == GET_ACT


def test_an_emailed_code_never_replaces_a_second_factor(client, holder):
    with_application(holder)
    client.force_login(holder)
    grow_stale(client)
    client.post(URL, {"send": "1", "next": GET_ACT})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group() if mail.outbox else "123456"
    assert client.post(URL, {"code": code, "next": GET_ACT}).status_code == 422


def test_a_wrong_code_keeps_everything_and_an_old_one_says_so(stale):
    page = stale.post(URL, {"code": "123456", "next": ACT, "kept": "a=1"})
    assert page.status_code == 422
    assert "ne sert plus" in page.text
    stale.post(URL, {"send": "1", "next": ACT})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    page = stale.post(URL, {"code": wrong, "next": ACT, "kept": "a=1"})
    assert "n’est pas le bon" in page.text
    assert hidden(page, "kept") == "a=1"
    assert stale.post(URL, {"code": "12", "next": ACT}).status_code == 422


def test_codes_are_neither_sent_nor_tried_without_end(stale):
    answers = [stale.post(URL, {"send": "1", "next": ACT}).status_code for _ in range(11)]
    assert answers[-1] == 429
    assert len(mail.outbox) == 10
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    assert "Patientez" in stale.post(URL, {"code": code, "next": ACT}).text


def test_a_mail_server_that_is_down_says_so(stale, monkeypatch):
    def down(self, **_options):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", down)
    page = stale.post(URL, {"send": "1", "next": ACT, "kept": "a=1"})
    assert page.status_code == 503
    assert hidden(page, "kept") == "a=1"


def test_files_cannot_wait(stale):
    upload = SimpleUploadedFile("a.csv", b"a;b")
    page = stale.post(ACT, {"file": upload}, follow=True)
    assert "joignez-les de nouveau" in page.text


@pytest.mark.parametrize("target", ["https://ailleurs.example/", "//ailleurs.example/"])
def test_nobody_is_led_elsewhere(stale, target):
    page = stale.get(URL, {"next": target})
    assert hidden(page, "next") == "/dossiers/"


def test_a_button_alone_is_taken_up_too(stale):
    asked = stale.post(ACT)
    kept = hidden(asked, "kept")
    stale.post(URL, {"next": ACT, "kept": kept, "send": "1"})
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    page = stale.post(URL, {"next": ACT, "kept": kept, "code": code})
    assert f'action="{ACT}"' in page.text


def test_nothing_is_done_before_the_proof(stale, holder):
    before = OpenSession.objects.count()
    stale.post(ACT)
    assert OpenSession.objects.count() == before


def test_a_proof_serves_a_quarter_of_an_hour(client, holder):
    client.force_login(holder)
    assert client.post(ACT).status_code == 302
