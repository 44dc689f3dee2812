"""Administrators: named for good or let in by an emergency; journaled, told to all, withdrawn."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from passeurs.core import access
from passeurs.core.refusals import Refused
from passeurs.identities.actions.administrators import (
    break_glass,
    name_administrator,
    revoke_administrator,
    use_link,
)
from passeurs.identities.models import Administrator
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db

REASON = "Panne du second facteur"


def command(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def link_of(said):
    return re.search(r"(/compte/urgence/\S+/)", said)[1]


@pytest.fixture
def boss():
    user = person("Ada", "Min", email="ada@exemple.fr")
    name_administrator(user, reason="Première", at=timezone.now())
    return user


def test_an_emergency_lets_in_once_for_two_hours(boss):
    rescuer = person(email="secours@exemple.fr")
    path = link_of(command("break_glass", rescuer.email, "--reason", REASON))
    client = Client()
    assert "deux heures" in client.get(path).text
    answer = client.post(path)
    assert answer["Location"] == "/bureau/journal/"
    assert client.get("/bureau/journal/").status_code == 200
    assert client.get("/bureau/dossiers/").status_code == 403
    assert 7100 < client.session.get_expiry_age() <= 7200
    spent = Client().post(path)
    assert spent.status_code == 409
    assert "déjà servi" in spent.text


def test_it_is_journaled_with_its_reason_and_told_to_every_administrator(boss):
    rescuer = person(email="secours@exemple.fr")
    path = link_of(command("break_glass", rescuer.email, "--reason", REASON))
    Client().post(path)
    verbs = Entry.objects.filter(reason=REASON).values_list("verb", flat=True)
    assert list(verbs) == ["administrator.glass_broken", "administrator.entered"]
    told = OutboxMessage.objects.filter(subject__contains="accès d’urgence")
    assert {message.to for message in told} == {"ada@exemple.fr", "secours@exemple.fr"}
    assert REASON in told[0].text
    assert path.split("/")[3] not in "".join(message.text for message in told)


def test_the_link_lives_a_quarter_of_an_hour_the_right_two_hours(boss):
    rescuer = person()
    now = timezone.now()
    token = break_glass(rescuer, reason=REASON, at=now)
    with pytest.raises(Refused, match="quart d’heure"):
        use_link(token, at=now + timedelta(minutes=15, seconds=1))
    assert access.can(rescuer, "journal.all")
    with time_machine.travel(now + timedelta(hours=2, seconds=1), tick=False):
        later = type(rescuer).objects.get(pk=rescuer.pk)
        assert not access.can(later, "journal.all")


@pytest.mark.parametrize("token", ["x", "0" * 43, "😀"])
def test_an_unknown_link_opens_nothing(client, token):
    assert client.post(f"/compte/urgence/{token}/").status_code == 409


def test_a_closed_account_is_not_let_in(boss):
    rescuer = person()
    token = break_glass(rescuer, reason=REASON, at=timezone.now())
    rescuer.is_active = False
    rescuer.save()
    with pytest.raises(Refused, match="fermé"):
        use_link(token, at=timezone.now())


def test_a_right_withdrawn_ends_the_sessions_and_the_link(boss):
    rescuer = person(email="secours@exemple.fr")
    path = link_of(command("break_glass", rescuer.email, "--reason", REASON))
    client = Client()
    client.post(path)
    other = link_of(command("break_glass", rescuer.email, "--reason", REASON))
    said = command("break_glass", rescuer.email, "--reason", "Fini", "--revoke")
    assert "2" in said
    assert client.get("/bureau/journal/")["Location"].startswith("/compte/connexion/")
    assert Client().post(other).status_code == 409
    assert Entry.objects.filter(verb="administrator.revoked", reason="Fini").count() == 2
    assert revoke_administrator(rescuer, reason="Encore", at=timezone.now()) == 0


def test_an_administrator_is_named_once_and_removed(boss):
    with pytest.raises(CommandError, match="déjà"):
        command("name_administrator", "ada@exemple.fr", "--reason", "Encore")
    command("name_administrator", "ada@exemple.fr", "--reason", "Départ", "--remove")
    assert not Administrator.objects.standing(at=timezone.now()).exists()
    assert "est administrateur" in command(
        "name_administrator", "ada@exemple.fr", "--reason", "Retour"
    )


@pytest.mark.parametrize("name", ["break_glass", "name_administrator", "reset_second_factor"])
def test_an_unknown_address_is_said(name):
    with pytest.raises(CommandError, match="Aucun compte"):
        command(name, "personne@exemple.fr", "--reason", "Essai")


def test_an_emergency_tells_its_reason(boss):
    with pytest.raises(CommandError, match="motif"):
        command("break_glass", boss.email, "--reason", "  ")


def test_the_command_resets_a_second_factor(boss):
    said = command("reset_second_factor", boss.email, "--reason", "Perdu")
    assert "oubliés\u00a0: 0" in said
    assert Entry.objects.filter(verb="factor.reset", reason="Perdu").count() == 1
