"""Inviting somebody into a structure: sent, sent again, answered, forwarded, too late."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations import actions, throttle
from passeurs.organisations.models import Membership, StructureInvitation
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = AT + timedelta(days=15)


def invite(structure, boss, email="lou@exemple.fr", *, role="editor", at=AT):
    return actions.invite_member(structure, email=email, role=role, by=boss, at=at)


def link_in(message):
    """The address of an invitation, as its addressee finds it in the mail."""
    return re.search(r"https?://[^/]+(/\S+/invitations/\S+/)", message.text)[1]


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    cache.clear()


@pytest.fixture
def boss():
    return person("Nadia", "Sarrazin")


@pytest.fixture
def structure(boss):
    return make.structure(representative=boss, name="MJC des Tilleuls")


def test_an_invitation_is_a_mail_and_no_membership_until_it_is_accepted(boss, structure):
    invitation = invite(structure, boss, "Lou@Exemple.fr")
    message = OutboxMessage.objects.get()
    assert (message.to, invitation.email) == ("lou@exemple.fr", "lou@exemple.fr")
    assert message.is_secret
    assert structure.name in message.subject
    assert "Écrit les dossiers" in message.text
    assert "6\u00a0décembre\u00a02026" in message.text
    assert structure.memberships.count() == 1


def test_neither_the_base_nor_the_journal_holds_the_link_or_the_address(boss, structure):
    invitation = invite(structure, boss)
    token = link_in(OutboxMessage.objects.get()).split("/")[-2]
    kept = str(StructureInvitation.objects.values_list().get()) + str(Entry.objects.get().data)
    assert token not in kept
    assert "lou@" not in str(Entry.objects.get().data)
    assert len(invitation.token_digest) == 64


def test_who_accepts_is_a_member_once_and_the_inviter_is_told(boss, structure):
    invitation, lou = invite(structure, boss), person(email="lou@exemple.fr")
    assert actions.accept_invitation(invitation, by=lou, at=AT).role == "editor"
    with pytest.raises(Refused, match="déjà reçu une réponse"):
        actions.accept_invitation(invitation, by=lou, at=AT)
    assert structure.access_roles(lou) == {"holder_editor"}
    told = OutboxMessage.objects.get(to=boss.email)
    assert "accepté" in told.subject
    assert "Tilleuls" in told.text


def test_who_declines_stays_out_and_the_inviter_is_told(boss, structure):
    invitation, lou = invite(structure, boss), person(email="lou@exemple.fr")
    with pytest.raises(Refused, match="autre adresse"):
        actions.decline_invitation(invitation, by=person(), at=AT)
    actions.decline_invitation(invitation, by=lou, at=AT)
    assert structure.access_roles(lou) == set()
    assert "décliné" in OutboxMessage.objects.get(to=boss.email).subject


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda one, boss: {"at": LATER}, "a expiré"),
        (lambda one, boss: {"by": person()}, "autre adresse"),
        (
            lambda one, boss: actions.cancel_invitation(one, by=boss, at=AT) or {},
            "vient d’être annulée",
        ),
    ],
)
def test_an_expired_forwarded_or_cancelled_invitation_lets_nobody_in(
    boss, structure, spoil, sentence
):
    invitation, lou = invite(structure, boss), person(email="lou@exemple.fr")
    options = {"by": lou, "at": AT} | spoil(invitation, boss)
    with pytest.raises(Refused, match=sentence):
        actions.accept_invitation(invitation, **options)
    assert structure.memberships.count() == 1


def test_one_address_is_invited_once_and_then_sent_again(boss, structure):
    invitation = invite(structure, boss)
    with pytest.raises(Refused, match="attend déjà"):
        invite(structure, boss, "LOU@exemple.fr")
    with pytest.raises(Refused, match="vient de partir"):
        actions.invite_again(invitation, by=boss, at=AT + timedelta(minutes=9))
    first = link_in(OutboxMessage.objects.get())
    actions.invite_again(invitation, by=boss, at=LATER)
    assert OutboxMessage.objects.filter(to=invitation.email).count() == 2
    assert link_in(OutboxMessage.objects.order_by("-created_at").first()) != first
    invitation.refresh_from_db()
    assert invitation.expires_at == LATER + timedelta(days=14)
    actions.cancel_invitation(invitation, by=boss, at=LATER)
    with pytest.raises(Refused, match="déjà reçu"):
        actions.invite_again(invitation, by=boss, at=LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("held", "invited", "kept"),
    [
        ("reader", "editor", "editor"),
        ("editor", "reader", "editor"),
        ("reader", "reader", "reader"),
    ],
)
def test_an_invitation_widens_a_role_and_never_narrows_it(boss, structure, held, invited, kept):
    invitation, lou = invite(structure, boss, role=invited), person(email="lou@exemple.fr")
    structure.memberships.create(user=lou, role=held)  # admitted otherwise in the meantime
    actions.accept_invitation(invitation, by=lou, at=AT)
    assert structure.memberships.get(user=lou).role == kept


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_given_together_one_wins():
    boss, lou = person(), person(email="lou@exemple.fr")
    structure = make.structure(representative=boss)
    invitation, outcomes = invite(structure, boss), []
    start = threading.Barrier(2)

    def press(verb):
        start.wait()
        mine = StructureInvitation.objects.select_related("structure").get(pk=invitation.pk)
        try:
            verb(mine, by=lou, at=AT)
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            close_old_connections()

    verbs = (actions.accept_invitation, actions.decline_invitation)
    threads = [threading.Thread(target=press, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    invitation.refresh_from_db()
    is_member = Membership.objects.filter(user=lou).exists()
    assert is_member == (invitation.answer == "accepted")


# ------------------------------------------------------------------------------------- the screens


def test_the_link_of_the_mail_leads_through_sign_in_to_a_page_with_one_button(
    client, boss, structure
):
    invite(structure, boss, at=timezone.now())
    url = link_in(OutboxMessage.objects.get())
    assert client.get(url)["Location"] == f"{reverse('account_login')}?next={url}"
    lou = person(email="lou@exemple.fr")
    client.force_login(lou)
    page = client.get(url, follow=True)
    assert "Nadia Sarrazin vous invite" in page.text
    assert "MJC des Tilleuls" in page.text
    assert structure.memberships.count() == 1  # opening a link changes nothing
    where = page.redirect_chain[-1][0]
    assert client.post(where, {"answer": "accept"})["Location"] == "/structures/"
    assert client.post(where, {"answer": "accept"})["Location"] == "/structures/"
    assert structure.access_roles(lou) == {"holder_editor"}
    assert "Vous avez accepté" in client.get(where).text
    assert client.post(where, {"answer": "decline"}, follow=True).status_code == 200
    assert structure.access_roles(lou) == {"holder_editor"}


def test_what_waits_for_a_person_is_on_their_page_even_without_the_mail(client, boss, structure):
    invite(structure, boss, at=timezone.now())
    client.force_login(person(email="lou@exemple.fr"))
    page = client.get("/structures/").text
    assert "vous invite dans" in page
    assert reverse("organisations:invited", args=[StructureInvitation.objects.get().pk]) in page


def test_a_forwarded_link_says_so_and_shows_nothing(client, boss, structure):
    invite(structure, boss, at=timezone.now())
    client.force_login(person())
    answer = client.get(link_in(OutboxMessage.objects.get()))
    assert answer.status_code == 403
    assert "pour une autre adresse" in answer.text
    for secret in ("Tilleuls", "Nadia", "lou@"):
        assert secret not in answer.text
    page = reverse("organisations:invited", args=[StructureInvitation.objects.get().pk])
    assert client.get(page).status_code == 404
    assert client.post(page, {"answer": "accept"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "é" * 40, "a" * 2000, "..", "%F0%9F%98%80"])
def test_a_link_that_leads_nowhere_says_what_to_do(client, token):
    client.force_login(person())
    answer = client.get(f"/structures/invitations/{token}/")
    assert answer.status_code == 404


def test_the_link_of_a_former_sending_is_dead(client, boss, structure):
    now = timezone.now()
    invitation = invite(structure, boss, at=now - timedelta(hours=1))
    url = link_in(OutboxMessage.objects.get())
    actions.invite_again(invitation, by=boss, at=now)
    client.force_login(person(email="lou@exemple.fr"))
    answer = client.get(url)
    assert answer.status_code == 404
    assert "remplacé par un envoi plus récent" in answer.text


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"expires_at": AT - timedelta(days=400)}, "a expiré"),
        ({"answer": "declined"}, "décliné"),
        ({"answer": "cancelled"}, "a été annulée"),
    ],
)
def test_a_closed_invitation_says_why_and_whom_to_ask(client, boss, structure, columns, sentence):
    invite(structure, boss, at=timezone.now())
    StructureInvitation.objects.update(**columns)
    client.force_login(person(email="lou@exemple.fr"))
    page = client.get(link_in(OutboxMessage.objects.get()), follow=True)
    assert sentence in page.text
    assert "Accepter l’invitation" not in page.text
    where = page.redirect_chain[-1][0]
    answer = client.post(where, {"answer": "accept"}, follow=True)
    assert answer.status_code == 200
    assert structure.memberships.count() == 1


def test_an_answer_that_is_neither_yes_nor_no_is_not_one(client, boss, structure):
    invitation = invite(structure, boss, at=timezone.now())
    client.force_login(person(email="lou@exemple.fr"))
    page = reverse("organisations:invited", args=[invitation.pk])
    for data in ({}, {"answer": "peut-être"}, {"answer": "x" * 100_000}):
        assert client.post(page, data).status_code == 404


def test_a_representative_sees_renews_and_cancels_what_is_pending(client, boss, structure):
    invitation = invite(structure, boss, at=timezone.now() - timedelta(hours=1))
    client.force_login(boss)
    url = reverse("organisations:members", args=[structure.pk])
    assert "lou@exemple.fr" in client.get(url).text
    arguments = [structure.pk, invitation.pk]
    renew = reverse("organisations:invitation_renew", args=arguments)
    assert "est repartie" in client.post(renew, follow=True).text
    assert "vient de partir" in client.post(renew, follow=True).text
    cancel = reverse("organisations:invitation_cancel", args=arguments)
    assert "est annulée" in client.post(cancel, follow=True).text
    assert "déjà reçu" in client.post(cancel, follow=True).text


def test_nobody_bombards_an_address(client, boss, structure, monkeypatch):
    monkeypatch.setattr(throttle, "MOST", 2)
    client.force_login(boss)
    url = reverse("organisations:members", args=[structure.pk])
    for rank in range(3):
        answer = client.post(url, {"email": f"x{rank}@exemple.fr", "role": "reader"})
    assert answer.status_code == 422
    assert "trop d’invitations" in answer.text
    assert OutboxMessage.objects.count() == 2
    invitation = StructureInvitation.objects.first()
    renew = reverse("organisations:invitation_renew", args=[structure.pk, invitation.pk])
    assert "trop d’invitations" in client.post(renew, follow=True).text
    known = make.structure(representative=person())
    answer = client.post(reverse("organisations:join"), {"siret": known.siret}, follow=True)
    assert "trop d’invitations" in answer.text


def test_a_reader_sees_neither_the_invitations_nor_the_requests(client, boss, structure):
    invite(structure, boss, at=timezone.now())
    actions.ask_to_join(structure, message="KANARI", by=person("Kanari"), at=AT)
    reader = person()
    structure.memberships.create(user=reader, role="reader")
    client.force_login(reader)
    page = client.get(reverse("organisations:members", args=[structure.pk])).text
    assert "lou@exemple.fr" not in page
    assert "Kanari" not in page


# ----------------------------------------------------- a structure that nobody represents any more


def test_the_coordination_gives_an_orphan_structure_to_somebody_with_a_reason(client):
    region = make.coordination("la-trame")
    orphan = make.structure(known_to=[region], name="Orpheline")
    kept = make.structure(known_to=[region], representative=person(), name="Tenue")
    agent = make.team_member("coordination", region)
    client.force_login(agent)
    page = client.get("/bureau/structures/?vue=sans-personne").text
    assert "Orpheline" in page
    assert "Tenue" not in page
    url = reverse("organisations:give", args=[orphan.pk])
    assert "Dites pourquoi" in client.post(url, {"email": "lou@exemple.fr"}, follow=True).text
    data = {"email": "lou@exemple.fr", "reason": "L’ancienne équipe est partie."}
    assert "est partie" in client.post(url, data, follow=True).text
    entry = Entry.objects.get(verb="structure.given")
    assert (entry.reason, entry.scope) == (data["reason"], "la-trame")
    actions.accept_invitation(
        StructureInvitation.objects.get(), by=person(email="lou@exemple.fr"), at=timezone.now()
    )
    assert orphan.memberships.get().role == "representative"
    refused = client.post(reverse("organisations:give", args=[kept.pk]), data, follow=True)
    assert "a déjà quelqu’un" in refused.text
    client.force_login(make.team_member("drac", region))
    assert client.post(url, data).status_code == 403
