"""Asking to join a structure, the members' answer, and leaving it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations import actions
from passeurs.organisations.models import JoinRequest, Membership, StructureInvitation
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def boss():
    return person("Nadia", "Sarrazin")


@pytest.fixture
def structure(boss):
    return make.structure(representative=boss, name="MJC des Tilleuls")


def ask(structure, by, message="C’est moi, Lou"):
    return actions.ask_to_join(structure, message=message, by=by, at=AT)


def test_a_request_asked_twice_is_one_with_the_latest_words(structure):
    lou = person()
    ask(structure, lou)
    ask(structure, lou, "")
    ask(structure, lou, "Depuis ce matin")
    assert JoinRequest.objects.get().message == "Depuis ce matin"
    assert structure.access_roles(lou) == set()


def test_accepting_gives_the_role_and_tells_the_person(boss, structure):
    lou = person()
    request = ask(structure, lou)
    actions.accept_request(request, role="reader", by=boss, at=AT)
    assert structure.access_roles(lou) == {"holder_reader"}
    assert "Bienvenue" in OutboxMessage.objects.get(to=lou.email).subject
    with pytest.raises(Refused, match="déjà reçu"):
        actions.decline_request(request, word="", by=boss, at=AT)


def test_declining_tells_the_person_with_the_word_and_shows_nothing(boss, structure):
    lou = person()
    actions.decline_request(ask(structure, lou), word="On ne vous connaît pas", by=boss, at=AT)
    told = OutboxMessage.objects.get(to=lou.email).text
    assert "> On ne vous connaît pas" in told
    assert boss.email not in told
    assert structure.access_roles(lou) == set()
    ask(structure, lou, "Vraiment ?")  # one may ask again
    assert JoinRequest.objects.filter(answer="").count() == 1


def test_a_request_is_withdrawn_by_who_asked_and_by_nobody_else(client, structure):
    lou = person()
    request = ask(structure, lou)
    url = reverse("organisations:join_withdraw", args=[request.pk])
    client.force_login(person())
    assert client.post(url).status_code == 404
    client.force_login(lou)
    assert "En attente d’une réponse" in client.get("/structures/").text
    assert "est retirée" in client.post(url, follow=True).text
    assert client.post(url).status_code == 404


def test_the_representative_answers_on_the_page_of_the_members(client, boss, structure):
    lou, ana = person("Lou", "Petit"), person("Ana", "Grand")
    accepted, declined = ask(structure, lou), ask(structure, ana)
    client.force_login(boss)
    page = client.get(reverse("organisations:members", args=[structure.pk])).text
    assert "Lou Petit" in page
    assert "C’est moi, Lou" in page
    where = [
        reverse("organisations:join_answer", args=[structure.pk, r.pk])
        for r in (accepted, declined)
    ]
    answer = client.post(where[0], {"answer": "accept", "role": "editor"}, follow=True)
    assert "Lou Petit est membre" in answer.text
    assert client.post(where[0], {"answer": "accept", "role": "editor"}).status_code == 404
    assert (
        client.post(where[1], {"answer": "accept", "role": "chef"}, follow=True).status_code == 200
    )
    assert "déclinée" in client.post(where[1], {"answer": "decline"}, follow=True).text
    assert structure.access_roles(lou) == {"holder_editor"}
    assert structure.access_roles(ana) == set()


def test_an_answer_given_first_elsewhere_is_told(client, boss, structure, monkeypatch):
    request = ask(structure, person())
    actions.withdraw_request(request, by=request.user, at=AT)
    monkeypatch.setattr(
        "passeurs.organisations.views.joining.requests_to",
        lambda one: one.join_requests.select_related("user"),
    )
    client.force_login(boss)
    url = reverse("organisations:join_answer", args=[structure.pk, request.pk])
    answer = client.post(url, {"answer": "accept", "role": "reader"}, follow=True)
    assert "déjà reçu une réponse" in answer.text


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_a_representative_answers(client, structure, role):
    user, request = person(), ask(structure, person())
    structure.memberships.create(user=user, role=role)
    client.force_login(user)
    url = reverse("organisations:join_answer", args=[structure.pk, request.pk])
    assert client.post(url, {"answer": "accept", "role": "reader"}).status_code == 403


def test_without_a_role_said_one_only_reads(client, boss, structure):
    lou = person()
    url = reverse("organisations:join_answer", args=[structure.pk, ask(structure, lou).pk])
    client.force_login(boss)
    client.post(url, {"answer": "accept"})
    assert structure.access_roles(lou) == {"holder_reader"}


# ----------------------------------------------------------------------------------------- leaving


def leave(structure, user, successor=None):
    member = Membership.objects.select_related("structure", "user").get(user=user)
    heir = successor and Membership.objects.get(structure=structure, user=successor)
    actions.leave_structure(member, successor=heir, by=user, at=AT)


def test_the_last_representative_names_who_goes_on(boss, structure):
    lou = person()
    structure.memberships.create(user=lou, role="reader")
    invitation = actions.invite_member(structure, email="x@y.fr", role="reader", by=boss, at=AT)
    with pytest.raises(Refused, match="au moins une personne"):
        leave(structure, boss)
    leave(structure, boss, lou)
    invitation.refresh_from_db()
    assert structure.access_roles(lou) == {"holder_representative"}
    assert structure.access_roles(boss) == set()
    assert invitation.invited_by == lou
    assert "a quitté" in OutboxMessage.objects.get(to=lou.email).subject
    assert Entry.objects.get(verb="structure.left").data["successor"] == str(lou.pk)


def test_others_leave_without_naming_anyone_and_their_invitations_find_a_hand(boss, structure):
    lou = person()
    structure.memberships.create(user=lou, role="representative")
    invitation = actions.invite_member(structure, email="x@y.fr", role="reader", by=lou, at=AT)
    leave(structure, lou)
    invitation.refresh_from_db()
    assert invitation.invited_by == boss
    assert list(structure.memberships.values_list("user", flat=True)) == [boss.pk]


def test_an_editor_may_name_somebody_without_making_them_more(boss, structure):
    lou, ana = person(), person()
    structure.memberships.create(user=lou, role="editor")
    structure.memberships.create(user=ana, role="reader")
    leave(structure, lou, ana)
    assert structure.access_roles(ana) == {"holder_reader"}


def test_one_does_not_leave_one_s_place_to_oneself_nor_elsewhere_nor_to_a_closed_account(
    boss, structure
):
    closed, other = person(is_active=False), make.structure(representative=person())
    structure.memberships.create(user=closed, role="reader")
    mine = structure.memberships.select_related("user").get(user=boss)
    for heir in (mine, other.memberships.get(), structure.memberships.get(user=closed)):
        with pytest.raises(Refused, match="autre personne"):
            actions.leave_structure(mine, successor=heir, by=boss, at=AT)
    assert structure.access_roles(boss) == {"holder_representative"}


def test_a_representative_whose_account_is_closed_does_not_count(boss, structure):
    structure.memberships.create(user=person(is_active=False), role="representative")
    with pytest.raises(Refused, match="au moins une personne"):
        leave(structure, boss)


def test_the_last_of_a_structure_nobody_represents_may_go(structure):
    Membership.objects.all().delete()
    lou = person()
    structure.memberships.create(user=lou, role="editor")
    leave(structure, lou)
    assert not structure.memberships.exists()


def test_who_is_removed_is_told_and_their_invitations_are_kept(boss, structure):
    lou = person()
    member = structure.memberships.create(user=lou, role="representative")
    invitation = actions.invite_member(structure, email="x@y.fr", role="reader", by=lou, at=AT)
    actions.remove_member(member, by=boss, at=AT)
    invitation.refresh_from_db()
    assert invitation.invited_by == boss
    assert "plus membre" in OutboxMessage.objects.get(to=lou.email).subject


def test_leaving_on_screen_asks_for_a_successor_and_keeps_what_was_chosen(client, boss, structure):
    lou = person("Lou", "Petit")
    structure.memberships.create(user=lou, role="editor")
    client.force_login(boss)
    url = reverse("organisations:leave", args=[structure.pk])
    assert "Lou Petit" in client.get(url).text
    alone = client.post(url, {"successor": ""})
    assert alone.status_code == 422
    assert "au moins une personne" in alone.text
    for wrong in ("999", "x", "9" * 5000, str(structure.memberships.get(user=boss).pk)):
        assert client.post(url, {"successor": wrong}).status_code == 422
    answer = client.post(url, {"successor": structure.memberships.get(user=lou).pk}, follow=True)
    assert "Vous avez quitté" in answer.text
    assert StructureInvitation.objects.count() == 0
    assert client.get(url).status_code == 404


def test_alone_one_is_told_what_to_do_first(client, boss, structure):
    client.force_login(boss)
    url = reverse("organisations:leave", args=[structure.pk])
    assert "Vous y êtes seul" in client.get(url).text
    assert client.post(url).status_code == 422


def test_who_removes_themselves_is_not_written_to(boss, structure):
    lou = person()
    member = structure.memberships.create(user=lou, role="reader")
    actions.remove_member(member, by=lou, at=AT)
    assert structure.access_roles(lou) == set()
    assert not OutboxMessage.objects.filter(to=lou.email).exists()
