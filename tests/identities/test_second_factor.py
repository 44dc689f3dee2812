"""Whoever reads the dossiers of others shows a second factor before anything else."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.identities import middleware
from passeurs.identities.actions import factors
from passeurs.identities.actions.arrivals import open_session
from passeurs.identities.models import Administrator
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories.identities import SECRET, totp, with_application
from tests.factories.organisations import structure, team_member
from tests.identities.conftest import figures_in
from tests.peers.entering import weakly
from tests.test_doors import ROUTES, address

pytestmark = pytest.mark.django_db

DOOR = "/compte/second-facteur/"
SET = "/compte/securite/application/"


def enter_weakly(user):
    client = Client()
    weakly(client, user)
    return client


def prove(client):
    session = client.session
    session["proved_at"] = timezone.now().timestamp()
    session.save()


BEHIND = [(name, one) for name, one in ROUTES if name not in middleware.OPEN]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "pattern"), BEHIND, ids=lambda part: str(part)[:60])
def test_without_it_a_member_of_a_team_reaches_nothing(agent, name, pattern, method):
    answer = getattr(enter_weakly(agent), method)(address(name, pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith(DOOR)


@pytest.mark.parametrize("role", ["coordination", "drac", "region", "committee", "national"])
def test_every_role_that_reads_the_dossiers_of_others_owes_one(region, role):
    user = team_member(role, None if role == "national" else region)
    client = enter_weakly(user)
    assert client.get("/dossiers/")["Location"] == f"{DOOR}?next=%2Fdossiers%2F"


def test_an_administrator_owes_one_too(holder):
    Administrator.objects.create(user=holder, reason="Essai", granted_at=timezone.now())
    assert enter_weakly(holder).get("/dossiers/")["Location"].startswith(DOOR)


def test_a_holder_owes_none(holder):
    structure(representative=holder)
    assert enter_weakly(holder).get("/dossiers/").status_code == 200


def test_somebody_named_to_a_team_owes_one_at_their_next_page(holder, region):
    client = enter_weakly(holder)
    assert client.get("/dossiers/").status_code == 200
    region.team.create(user=holder, role="drac")
    assert client.get("/dossiers/")["Location"].startswith(DOOR)


def test_one_who_has_none_chooses_and_may_leave(agent):
    client = enter_weakly(agent)
    page = client.get(f"{DOOR}?next=/bureau/").text
    assert f"{SET}?next=%2Fbureau%2F" in page
    assert reverse("identities:key") in page
    assert client.post("/compte/deconnexion/")["Location"] == "/"


def test_setting_an_application_up_opens_the_door_and_gives_recovery_codes(agent):
    client = enter_weakly(agent)
    prove(client)
    page = client.get(f"{SET}?next=/bureau/")
    assert "data:image/svg+xml;base64," in page.text
    before = client.session.session_key
    secret = client.session["totp_under_way"]
    answer = client.post(SET, {"code": totp(secret), "next": "/bureau/"})
    assert answer["Location"] == "/compte/securite/codes/?next=%2Fbureau%2F"
    assert client.session.session_key != before
    codes = client.get(answer["Location"])
    assert len(figures_in(codes.text)) == 10
    assert client.post("/compte/securite/codes/", {"next": "/bureau/"})["Location"] == "/bureau/"
    assert client.get("/bureau/").status_code == 200
    assert secret not in str(Authenticator.objects.values_list("data"))


def test_setting_one_up_asks_a_fresh_proof(agent):
    client = enter_weakly(agent)
    assert client.get(SET)["Location"].startswith("/compte/confirmation/?next=")


def test_a_wrong_first_code_sets_nothing_and_keeps_the_same_picture(agent):
    client = enter_weakly(agent)
    prove(client)
    first = client.get(SET).context["secret"]
    page = client.post(SET, {"code": "000000"})
    assert page.status_code == 422
    assert "application à cet instant" in page.text
    assert page.context["secret"] == first
    assert not Authenticator.objects.exists()


def test_a_code_of_the_application_opens_the_door(client, agent):
    with_application(agent)
    client = enter_weakly(agent)
    assert "Encore un pas" in client.get(DOOR).text
    answer = client.post(DOOR, {"code": totp(), "next": "/bureau/"})
    assert answer["Location"] == "/bureau/"
    assert client.get("/bureau/").status_code == 200


def test_a_code_serves_once(agent):
    with_application(agent)
    code = totp()
    assert enter_weakly(agent).post(DOOR, {"code": code}).status_code == 302
    again = enter_weakly(agent).post(DOOR, {"code": code})
    assert again.status_code == 422
    assert "a déjà servi" in again.text


def test_the_first_code_does_not_serve_again_at_the_door(agent):
    now = timezone.now()
    factors.add_application(agent, SECRET, totp(at=now), at=now)
    assert not factors.accept_code(agent, totp(at=now), at=now)


@pytest.mark.parametrize(
    ("shift", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_half_a_minute_wrong(agent, shift, is_right):
    with_application(agent)
    now = timezone.now()
    assert factors.accept_code(agent, totp(at=now, shift=shift), at=now) is is_right


def test_an_older_code_is_refused_once_a_later_one_served(agent):
    with_application(agent)
    now = timezone.now()
    assert factors.accept_code(agent, totp(at=now, shift=1), at=now)
    assert not factors.accept_code(agent, totp(at=now), at=now)


def test_a_recovery_code_serves_once_and_is_told(agent):
    with_application(agent)
    code = factors.codes_to_show(agent)[3]
    spaced = f"{code[:4]} {code[4:]}"
    assert enter_weakly(agent).post(DOOR, {"code": spaced}).status_code == 302
    assert enter_weakly(agent).post(DOOR, {"code": code}).status_code == 422
    assert OutboxMessage.objects.filter(subject__contains="un code de secours a servi").count() == 1
    assert len(factors.codes_to_show(agent)) == 9


def test_a_recovery_code_is_nothing_to_somebody_without(holder):
    assert not factors.accept_code(holder, "12345678", at=timezone.now())
    assert not factors.accept_code(holder, "123456", at=timezone.now())


def test_recovery_codes_are_shown_until_they_are_kept_then_never(agent, client):
    with_application(agent)
    client.force_login(agent)
    address_ = "/compte/securite/codes/"
    shown = figures_in(client.get(address_).text)
    kept = client.get(f"{address_}fichier/")
    assert kept["Content-Disposition"].startswith("attachment")
    assert all(code in kept.text for code in shown)
    client.post(address_)
    assert client.get(address_)["Location"] == "/compte/securite/"
    assert client.get(f"{address_}fichier/")["Location"] == "/compte/securite/"
    client.post(f"{address_}refaire/")
    assert figures_in(client.get(address_).text) != shown


@pytest.mark.parametrize("typed", ["", "12", "1234567", "😀" * 6, "x" * 100_000, "1" * 201])
def test_what_is_not_a_code_costs_no_try(agent, typed):
    with_application(agent)
    client = enter_weakly(agent)
    assert client.post(DOOR, {"code": typed}).status_code == 422
    assert client.post(DOOR, {"code": totp()}).status_code == 302


def test_codes_cannot_be_tried_over_and_over(agent):
    with_application(agent)
    for _ in range(10):
        assert enter_weakly(agent).post(DOOR, {"code": "000000"}).status_code == 422
    page = enter_weakly(agent).post(DOOR, {"code": totp()})
    assert page.status_code == 422
    assert "Patientez" in page.text


def test_a_holder_who_has_one_is_asked_for_it_at_the_door(client, holder):
    with_application(holder)
    weakly(client, holder)
    session = client.session
    session["second_factor_owed"] = True
    session.save()
    assert client.get("/dossiers/")["Location"].startswith(DOOR)
    client.post(DOOR, {"code": totp()})
    assert client.get("/dossiers/").status_code == 200


def test_one_who_has_shown_it_goes_on(client, agent):
    client.force_login(agent)
    assert client.get(f"{DOOR}?next=/bureau/")["Location"] == "/bureau/"


def test_a_weak_session_changes_no_factor(agent):
    with_application(agent)
    client = enter_weakly(agent)
    prove(client)
    assert client.get(SET)["Location"].startswith(DOOR)
    assert client.post(reverse("identities:codes_renew"))["Location"].startswith(DOOR)


def test_the_last_factor_of_a_team_stays_another_may_go(client, agent):
    with_application(agent)
    client.force_login(agent)
    row = Authenticator.objects.get(user=agent, type="totp")
    url = reverse("identities:remove", args=[row.pk])
    page = client.post(url, follow=True)
    assert "réglez-en un autre" in page.text
    key = Authenticator.objects.create(user=agent, type="webauthn", data={"name": "Clé"})
    client.post(url)
    assert list(Authenticator.objects.filter(user=agent, type__in=["totp", "webauthn"])) == [key]
    assert Authenticator.objects.filter(user=agent, type="recovery_codes").exists()


def test_a_holder_takes_the_last_one_away_with_its_recovery_codes(client, holder):
    with_application(holder)
    client.force_login(holder)
    row = Authenticator.objects.get(user=holder, type="totp")
    client.post(reverse("identities:remove", args=[row.pk]))
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(verb="factor.application_removed").count() == 1
    client.post(reverse("identities:codes_renew"))
    assert not Authenticator.objects.exists()


def test_nobody_takes_away_the_factor_of_another(client, agent, holder):
    with_application(agent)
    client.force_login(holder)
    row = Authenticator.objects.get(user=agent, type="totp")
    assert client.post(reverse("identities:remove", args=[row.pk])).status_code == 404


def test_a_second_application_is_refused(agent):
    with_application(agent)
    now = timezone.now()
    with pytest.raises(Refused, match="déjà réglée"):
        factors.add_application(agent, SECRET, totp(at=now), at=now)


def test_there_is_an_end_to_keys(agent):
    now = timezone.now()
    for rank in range(factors.MOST_KEYS):
        factors.add_key(agent, f"Clé {rank}", {}, at=now)
    with pytest.raises(Refused, match="déjà 10 clés"):
        factors.add_key(agent, "Une de trop", {}, at=now)


def test_a_secret_written_with_a_lost_key_opens_nothing(agent, settings):
    with_application(agent)
    code = factors.codes_to_show(agent)[0]
    settings.SECRET_KEY, former = "another key of the installation, quite long", settings.SECRET_KEY
    now = timezone.now()
    assert not factors.accept_code(agent, totp(at=now), at=now)
    assert not factors.accept_code(agent, code, at=now)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert factors.accept_code(agent, totp(at=now), at=now)


def test_a_reset_forgets_everything_closes_every_session_and_is_told(client, agent):
    with_application(agent)
    client.force_login(agent)
    now = timezone.now()
    assert factors.reset_second_factor(agent, by=None, reason="Téléphone perdu", at=now) == 1
    assert not Authenticator.objects.exists()
    assert Entry.objects.get(verb="factor.reset").reason == "Téléphone perdu"
    assert "Téléphone perdu" in OutboxMessage.objects.latest("created_at").text
    assert "Protégez votre entrée" in enter_weakly(agent).get(DOOR).text


def test_there_is_nothing_to_keep_for_somebody_without_codes(holder):
    factors.keep_codes(holder)
    assert factors.codes_to_show(holder) == []


def test_a_reset_ends_the_sessions_written_down(client, agent):
    client.force_login(agent)
    open_session(agent, client.session.session_key, "Firefox", at=timezone.now())
    factors.reset_second_factor(agent, by=None, reason="Perdu", at=timezone.now())
    assert client.get("/dossiers/")["Location"].startswith("/compte/connexion/")


def test_the_code_of_the_tests_is_that_of_the_standard():
    """RFC 6238, appendix B, shortened to six figures."""
    at = datetime.fromtimestamp(59, tz=UTC)
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=at) == "287082"
