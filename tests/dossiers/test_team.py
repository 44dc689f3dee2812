"""The team of one dossier: guests who see it and nothing else, delegates who file, who goes."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.desk.queries.dossiers import Filters, found
from passeurs.dossiers.actions import team as actions
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.ready import tell_ready
from passeurs.dossiers.models import Dossier, DossierInvitation, DossierMember
from passeurs.dossiers.queries.lists import dossiers_of, for_reading
from passeurs.dossiers.queries.people import people_to_tell
from passeurs.dossiers.queries.team import filers_of, team_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.actions import leave_structure, remove_member
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AT = factory.AT


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    cache.clear()


def invite(dossier, email="lou@exemple.fr", *, role="editor", by=None, at=AT):
    return actions.invite_to_dossier(
        dossier, email=email, role=role, by=by or dossier.holder, at=at
    )


def guest(dossier, role="editor", *, at=AT, **fields):
    """Somebody who accepted an invitation to that dossier."""
    user = person(**fields)
    actions.accept_invitation(invite(dossier, user.email, role=role, at=at), by=user, at=at)
    return user


def member(dossier, role, **fields):
    user = person(**fields)
    dossier.structure.memberships.create(user=user, role=role)
    return user


# ----------------------------------------------------------------------------- guests, and no more


def test_a_guest_sees_the_dossier_and_nothing_else_of_its_structure(client, draft):
    other = factory.dossier(draft.edition, structure=draft.structure, holder=draft.holder)
    lou = guest(draft)
    assert list(Dossier.objects.visible_to(lou)) == [draft]
    client.force_login(lou)
    assert client.get(reverse("dossiers:projet", args=[draft.pk])).status_code == 200
    assert client.get(reverse("dossiers:projet", args=[other.pk])).status_code == 404
    for name in ("card", "members", "leave"):
        url = reverse(f"organisations:{name}", args=[draft.structure_id])
        assert client.get(url).status_code == 404
    assert draft.structure.access_roles(lou) == set()
    assert "Mes structures" not in client.get("/dossiers/").text


def test_a_guest_may_do_what_their_role_says_and_no_more(draft):
    codes = ("dossier.read", "dossier.edit", "dossier.submit", "dossier.team_keep")
    granted = {
        role: [code for code in codes if can(guest(draft, role), code, draft)]
        for role in ("delegate", "editor", "reader")
    }
    assert granted == {
        "delegate": ["dossier.read", "dossier.edit", "dossier.submit"],
        "editor": ["dossier.read", "dossier.edit"],
        "reader": ["dossier.read"],
    }


def test_the_roles_read_with_the_dossier_are_the_same_as_those_asked_for(draft):
    both = member(draft, "reader")
    actions.change_place(draft, both, role="delegate", by=draft.holder, at=AT)
    for user in (draft.holder, guest(draft), guest(draft, "delegate"), both):
        read = for_reading(user).get(pk=draft.pk)
        assert read.access_roles(user) == draft.access_roles(user)
    assert draft.access_roles(both) == {"holder_reader", "holder_delegate"}


def test_my_dossiers_show_the_shared_one_and_by_whom(client, draft):
    lou, colleague = guest(draft), member(draft, "editor")
    assert [one.shared_by for one in dossiers_of(lou)] == [draft.holder.get_full_name()]
    assert [one.shared_by for one in dossiers_of(colleague)] == [None]
    client.force_login(lou)
    assert f"partagé par {draft.holder.get_full_name()}" in client.get("/dossiers/").text
    client.force_login(colleague)
    assert "partagé par" not in client.get("/dossiers/").text


@pytest.mark.parametrize("count", [1, 3])
def test_my_dossiers_cost_the_same_however_many_are_shared(
    client, edition, count, django_assert_num_queries
):
    lou = person()
    for rank in range(count):
        shared = factory.dossier(edition)
        actions.accept_invitation(invite(shared, lou.email), by=lou, at=AT)
        waiting = factory.dossier(edition, title=f"En attente {rank}")
        invite(waiting, lou.email, at=timezone.now())
    client.force_login(lou)
    client.get("/dossiers/")
    with CaptureQueriesContext(connection) as told:
        page = client.get("/dossiers/").text
    assert page.count("vous invite dans") == count
    assert len(told) == queries_of_my_dossiers(client)


def queries_of_my_dossiers(client):
    """What the same page asks of somebody with nothing to show."""
    client.force_login(person())
    with CaptureQueriesContext(connection) as told:
        client.get("/dossiers/")
    return len(told)


@pytest.mark.parametrize("count", [1, 3])
def test_a_screen_of_the_dossier_asks_no_more_for_a_larger_team(
    client, draft, count, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as alone:
        list(for_reading(draft.holder).filter(pk=draft.pk))
    for _ in range(count):
        guest(draft)
        member(draft, "editor")
    client.force_login(draft.holder)
    with django_assert_num_queries(len(alone)):
        list(for_reading(draft.holder).filter(pk=draft.pk))
    page = client.get(reverse("dossiers:projet", args=[draft.pk])).text
    assert page.count('class="face"') >= min(4, 1 + 2 * count)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_the_team_costs_the_same_at_any_length(client, draft, count):
    client.force_login(draft.holder)
    url = reverse("dossiers:team", args=[draft.pk])
    guest(draft)
    invite(draft, "un@exemple.fr")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for rank in range(count):
        guest(draft)
        invite(draft, f"autre{rank}@exemple.fr")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_guest_of_a_dossier_does_not_meet_it_at_their_desk(draft):
    agent = organisations.team_member("coordination", draft.edition.coordination)
    assert draft in found(agent, Filters())
    actions.accept_invitation(invite(draft, agent.email), by=agent, at=AT)
    assert draft not in found(agent, Filters())


def test_what_happens_to_a_dossier_is_told_to_its_guests_who_write(draft):
    lou, reader, delegate = guest(draft), guest(draft, "reader"), guest(draft, "delegate")
    holders, _ = people_to_tell(draft)
    assert {lou, delegate, draft.holder} == set(holders)
    assert reader not in holders


# ------------------------------------------------------------------------------------- invitations


def test_an_invitation_is_a_secret_mail_to_one_address(draft):
    invite(draft, "Lou@Exemple.fr")
    message = OutboxMessage.objects.get()
    assert (message.to, message.is_secret) == ("lou@exemple.fr", True)
    for word in (draft.project.title, draft.structure.name, "Écrit le dossier"):
        assert word in message.text
    token = re.search(r"/invitations/(\S+)/", message.text)[1]
    assert token not in str(DossierInvitation.objects.values_list().get())
    assert "lou@" not in str(Entry.objects.get(verb="dossier.invited").data)


def test_nobody_is_invited_twice_nor_where_they_already_are(draft):
    inside, lou = member(draft, "reader"), guest(draft)
    told = {
        draft.holder.email: "est la vôtre",
        inside.email: "déjà dans l’équipe",
        lou.email.upper(): "déjà dans l’équipe",
    }
    for email, sentence in told.items():
        with pytest.raises(Refused, match=sentence):
            invite(draft, email)
    invite(draft, "x@y.fr")
    with pytest.raises(Refused, match="attend déjà"):
        invite(draft, "x@y.fr")


def test_an_invitation_lapses_is_sent_again_and_cancelled(draft):
    invitation, lou = invite(draft), person(email="lou@exemple.fr")
    late = AT + timedelta(days=14)
    with pytest.raises(Refused, match="a expiré"):
        actions.accept_invitation(invitation, by=lou, at=late)
    actions.invite_again(invitation, by=draft.holder, at=late)
    assert OutboxMessage.objects.filter(to=lou.email).count() == 2
    actions.cancel_invitation(invitation, by=draft.holder, at=late)
    with pytest.raises(Refused, match="déjà reçu"):
        actions.accept_invitation(invitation, by=lou, at=late)
    assert not DossierMember.objects.exists()


def test_who_joined_the_structure_before_accepting_is_no_guest(draft):
    invitation, lou = invite(draft, role="delegate"), person(email="lou@exemple.fr")
    draft.structure.memberships.create(user=lou, role="reader")
    actions.accept_invitation(invitation, by=lou, at=AT)
    assert not draft.team.get().is_guest


def test_accepting_once_declining_once_and_the_inviter_is_told_of_each(draft):
    lou, ana = guest(draft), person()
    actions.decline_invitation(invite(draft, ana.email), by=ana, at=AT)
    mails = OutboxMessage.objects.filter(to=draft.holder.email)
    assert mails.count() == 2
    assert mails.filter(subject__contains="accepté").exists()
    assert mails.filter(subject__contains="décliné").exists()
    assert draft.access_roles(ana) == set()
    assert draft.access_roles(lou) == {"holder_editor"}


def test_the_link_leads_the_addressee_to_the_dossier_and_nobody_else(client, draft):
    invite(draft, at=timezone.now())
    token = re.search(r"/invitations/(\S+)/", OutboxMessage.objects.get().text)[1]
    url = reverse("dossiers:invitation", args=[token])
    assert client.get(url).status_code == 302
    client.force_login(person())
    forwarded = client.get(url)
    assert forwarded.status_code == 403
    assert draft.project.title not in forwarded.text
    page = reverse("dossiers:invited", args=[DossierInvitation.objects.get().pk])
    assert client.get(page).status_code == 404
    client.force_login(person(email="lou@exemple.fr"))
    assert draft.project.title in client.get(url, follow=True).text
    assert not DossierMember.objects.exists()
    for _ in range(2):
        assert client.post(page, {"answer": "accept"})["Location"] == "/dossiers/"
    assert DossierMember.objects.get().added_by == draft.holder
    assert "Vous avez accepté" in client.get(url, follow=True).text
    assert "remplacé par un envoi" in client.get(reverse("dossiers:invitation", args=["x"])).text


# --------------------------------------------------------------------------------- roles in a team


def test_a_delegate_files_and_takes_back(ready, at):
    delegate = member(ready, "editor")
    assert not can(delegate, "dossier.submit", ready)
    actions.change_place(ready, delegate, role="delegate", by=ready.holder, at=AT)
    assert can(delegate, "dossier.submit", ready)
    submit_dossier(ready, by=delegate, at=at)
    ready.refresh_from_db()
    assert can(delegate, "dossier.withdraw", ready)
    assert "Vous pouvez déposer" in OutboxMessage.objects.filter(to=delegate.email).first().subject


def test_a_delegate_who_files_twice_is_led_to_the_same_receipt(client, ready):
    client.force_login(guest(ready, "delegate"))
    url = reverse("dossiers:submit", args=[ready.pk])
    first, second = (client.post(url, {"sworn": "on"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert ready.snapshots.count() == 1


def test_who_leaves_the_structure_loses_what_they_had_in_its_dossiers(draft):
    delegate = member(draft, "editor")
    actions.change_place(draft, delegate, role="delegate", by=draft.holder, at=AT)
    held = draft.structure.memberships.get(user=delegate)
    remove_member(held, by=draft.holder, at=AT)
    assert draft.access_roles(delegate) == set()
    assert not Dossier.objects.visible_to(delegate).exists()
    assert [mate.user for mate in team_of(draft)] == [draft.holder]


def test_leaving_the_structure_hands_over_the_invitations_to_its_dossiers(draft):
    heir = member(draft, "reader")
    invitation = invite(draft)
    held = draft.structure.memberships.get(user=draft.holder)
    leave_structure(
        held, successor=draft.structure.memberships.get(user=heir), by=draft.holder, at=AT
    )
    invitation.refresh_from_db()
    assert invitation.invited_by == heir


def test_a_role_is_changed_kept_and_given_back_to_the_structure(draft):
    colleague, lou = member(draft, "reader"), guest(draft)
    before = Entry.objects.filter(verb="dossier.team_role").count()
    for role in ("editor", "editor", ""):
        actions.change_place(draft, colleague, role=role, by=draft.holder, at=AT)
    actions.change_place(draft, colleague, role="", by=draft.holder, at=AT)
    assert Entry.objects.filter(verb="dossier.team_role").count() == before + 2
    assert draft.access_roles(colleague) == {"holder_reader"}
    with pytest.raises(Refused, match="Choisissez un rôle"):
        actions.change_place(draft, lou, role="", by=draft.holder, at=AT)
    with pytest.raises(Refused, match="peut déjà tout faire"):
        actions.change_place(draft, draft.holder, role="reader", by=draft.holder, at=AT)
    with pytest.raises(Refused, match="plus dans l’équipe"):
        actions.change_place(draft, person(), role="reader", by=draft.holder, at=AT)


def test_who_is_removed_is_told_loses_the_dossier_and_leaves_their_invitations(client, draft):
    lou = guest(draft)
    pending = invite(draft, "x@y.fr", by=lou)
    place = draft.team.get(user=lou)
    actions.remove_place(place, by=draft.holder, at=AT)
    with pytest.raises(Refused, match="plus dans l’équipe"):
        actions.remove_place(place, by=draft.holder, at=AT)
    pending.refresh_from_db()
    assert pending.invited_by == draft.holder
    assert "n’êtes plus" in OutboxMessage.objects.get(to=lou.email, key__contains="removed").subject
    client.force_login(lou)
    url = reverse("dossiers:projet", args=[draft.pk])
    lost = client.post(url, {"_version": 0, "summary": "Trop tard"}, headers={"X-Autosave": "1"})
    assert lost.status_code == 404
    draft.project.refresh_from_db()
    assert draft.project.summary == ""


def test_a_guest_leaves_and_a_member_of_the_structure_is_told_where_to(draft):
    lou = guest(draft, "delegate")
    pending = invite(draft, "x@y.fr", by=lou)
    with pytest.raises(Refused, match="par votre structure"):
        actions.leave_dossier(draft, successor=None, by=draft.holder, at=AT)
    actions.leave_dossier(draft, successor=None, by=lou, at=AT)
    pending.refresh_from_db()
    assert pending.invited_by == draft.holder
    assert draft.access_roles(lou) == set()
    assert "a quitté" in OutboxMessage.objects.get(key__contains="team_left").subject


@pytest.mark.parametrize(
    ("heir", "leaver", "left"),
    [
        ("reader", "delegate", {"holder_delegate"}),
        ("delegate", "editor", {"holder_delegate"}),
        ("editor", "editor", {"holder_editor"}),
    ],
)
def test_a_guest_leaves_their_place_to_another(draft, heir, leaver, left):
    lou, ana = guest(draft, leaver), guest(draft, heir)
    actions.leave_dossier(draft, successor=ana, by=lou, at=AT)
    assert draft.access_roles(ana) == left


def test_a_place_left_to_who_represents_the_structure_gives_them_nothing_more(draft):
    actions.leave_dossier(draft, successor=draft.holder, by=guest(draft), at=AT)
    assert not DossierMember.objects.exists()


def test_a_place_left_to_a_member_of_the_structure_is_theirs_in_this_dossier(draft):
    colleague = member(draft, "reader")
    actions.leave_dossier(draft, successor=colleague, by=guest(draft, "delegate"), at=AT)
    assert draft.access_roles(colleague) == {"holder_reader", "holder_delegate"}


def test_a_place_is_left_to_nobody_outside_the_team(draft):
    lou = guest(draft)
    for stranger in (person(), lou):
        with pytest.raises(Refused, match="autre personne de l’équipe"):
            actions.leave_dossier(draft, successor=stranger, by=lou, at=AT)
    assert draft.team.exists()


# ------------------------------------------------------------------------- telling that it is ready


def test_who_may_file_is_told_once_a_day_that_it_is_ready(ready, at):
    lou = guest(ready)
    tell_ready(ready, ready.holder, by=lou, at=at)
    with pytest.raises(Refused, match="déjà été prévenue"):
        tell_ready(ready, ready.holder, by=guest(ready), at=at + timedelta(minutes=1))
    mails = OutboxMessage.objects.filter(to=ready.holder.email, key__startswith="ready:")
    assert "Prêt à déposer" in mails.get().subject
    tell_ready(ready, ready.holder, by=lou, at=at + timedelta(days=1))
    assert mails.count() == 2


def test_nothing_leaves_while_a_point_holds_the_dossier_back_or_to_who_may_not_file(
    draft, ready, at
):
    with pytest.raises(Refused, match="Il reste un point"):
        tell_ready(draft, draft.holder, by=guest(draft), at=at)
    lou = guest(ready)
    with pytest.raises(Refused, match="ne peut pas déposer"):
        tell_ready(ready, lou, by=lou, at=at)
    assert not OutboxMessage.objects.filter(key__startswith="ready:").exists()


def test_a_closed_account_files_nothing(draft):
    delegate = guest(draft, "delegate")
    delegate.is_active = False
    delegate.save()
    assert filers_of(draft) == [draft.holder]


def test_the_review_says_who_may_file_and_offers_to_tell_them(client, ready):
    lou = guest(ready)
    client.force_login(lou)
    url = reverse("dossiers:review", args=[ready.pk])
    words = f"Prévenir {ready.holder.get_full_name()} que le dossier est prêt"
    assert words in client.get(url).text
    told = client.post(
        reverse("dossiers:team_ready", args=[ready.pk, ready.holder.pk]), follow=True
    )
    assert "Un courriel est parti" in told.text
    client.force_login(ready.holder)
    assert words not in client.get(url).text


def test_the_review_of_an_unfinished_dossier_offers_nothing_to_send(client, draft):
    client.force_login(guest(draft))
    page = client.get(reverse("dossiers:review", args=[draft.pk])).text
    assert "vous pourrez prévenir d’ici" in page
    Dossier.objects.get(pk=draft.pk).structure.memberships.all().delete()
    page = client.get(reverse("dossiers:review", args=[draft.pk])).text
    assert "Personne ne peut déposer pour le moment" in page


# --------------------------------------------------------------------------------------- the screen


def test_a_representative_keeps_the_team_from_its_page(client, draft):
    colleague, lou = member(draft, "editor"), guest(draft)
    client.force_login(draft.holder)
    url = reverse("dossiers:team", args=[draft.pk])
    sent = client.post(
        reverse("dossiers:team_invite", args=[draft.pk]),
        {"email": "x@y.fr", "role": "reader"},
        follow=True,
    )
    assert "Une invitation est partie à x@y.fr" in sent.text
    again = client.post(
        reverse("dossiers:team_invite", args=[draft.pk]), {"email": "x@y.fr", "role": "reader"}
    )
    assert again.status_code == 422
    assert "attend déjà" in again.text
    for data in ({"email": "lou"}, {"email": "x" * 100_000, "role": "chef"}, {}):
        assert (
            client.post(reverse("dossiers:team_invite", args=[draft.pk]), data).status_code == 422
        )
    place = reverse("dossiers:team_place", args=[draft.pk, colleague.pk])
    assert "à jour" in client.post(place, {"role": "delegate"}, follow=True).text
    assert client.post(place, {"role": "chef"})["Location"] == url
    remove = reverse("dossiers:team_remove", args=[draft.pk, lou.pk])
    assert "à jour" in client.post(remove, follow=True).text
    assert client.post(remove).status_code == 404
    invitation = draft.invitations.get(email="x@y.fr")
    renew = reverse("dossiers:team_renew", args=[draft.pk, invitation.pk])
    assert "vient de partir" in client.post(renew, follow=True).text
    cancel = reverse("dossiers:team_cancel", args=[draft.pk, invitation.pk])
    assert "est annulée" in client.post(cancel, follow=True).text
    assert "déjà reçu" in client.post(cancel, follow=True).text


def test_too_many_invitations_are_refused_beside_the_address(client, draft, monkeypatch):
    monkeypatch.setattr("passeurs.organisations.throttle.MOST", 0)
    client.force_login(draft.holder)
    url = reverse("dossiers:team_invite", args=[draft.pk])
    answer = client.post(url, {"email": "x@y.fr", "role": "reader"})
    assert answer.status_code == 422
    assert "trop d’invitations" in answer.text


def test_a_guest_sees_the_team_but_no_address_and_no_invitation(client, draft):
    invite(draft, "secret@exemple.fr")
    lou, colleague = guest(draft), member(draft, "editor", first_name="Ana")
    client.force_login(lou)
    page = client.get(reverse("dossiers:team", args=[draft.pk])).text
    assert "Ana" in page
    for secret in ("secret@exemple.fr", colleague.email, draft.holder.email):
        assert secret not in page
    assert "Quitter ce dossier" in page
    wrong = client.post(
        reverse("dossiers:team_leave", args=[draft.pk]), {"successor": person().pk}, follow=True
    )
    assert "autre personne de l’équipe" in wrong.text
    left = client.post(reverse("dossiers:team_leave", args=[draft.pk]), follow=True)
    assert "Vous avez quitté ce dossier" in left.text
    assert client.get(reverse("dossiers:team", args=[draft.pk])).status_code == 404


def test_a_member_of_the_structure_is_sent_to_its_page_to_leave(client, draft):
    client.force_login(draft.holder)
    answer = client.post(reverse("dossiers:team_leave", args=[draft.pk]), follow=True)
    assert "par votre structure" in answer.text
