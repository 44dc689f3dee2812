"""The teams: invited, given a role, removed, by who keeps them and nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations import throttle
from passeurs.organisations.actions import invite_member, teams
from passeurs.organisations.actions.inviting import hand_over
from passeurs.organisations.models import Coordination, TeamInvitation, TeamMember
from tests.factories import organisations as make
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
QUERIES = 9
LONG_QUERIES = 10
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    cache.clear()


@pytest.fixture
def enter(client):
    def entered(user):
        client.force_login(user)
        return client

    return entered


@pytest.fixture
def region():
    return make.coordination("la-trame")


@pytest.fixture
def claire(region):
    return make.team_member("coordination", region)


def invite(region, by, email="lou@exemple.fr", role="drac", at=AT):
    return teams.invite_to_team(region, email=email, role=role, by=by, at=at)


def row_of(user, role="coordination"):
    return TeamMember.objects.get(user=user, role=role)


def test_an_invited_person_is_of_the_team_once_they_accept(region, claire):
    invitation = invite(region, claire, " LOU@exemple.fr ")
    lou = person(email="lou@exemple.fr")
    assert not lou.teams.exists()
    teams.accept_team_invitation(invitation, by=lou, at=AT)
    assert row_of(lou, "drac").coordination == region
    assert list(Entry.objects.order_by("pk").values_list("verb", "scope")) == [
        ("team.invited", "la-trame"),
        ("team.member_added", "la-trame"),
    ]


def test_an_invitation_lapses_is_sent_again_cancelled_or_declined(region, claire):
    lou = person(email="lou@exemple.fr")
    invitation = invite(region, claire)
    with pytest.raises(Refused, match="expiré"):
        teams.accept_team_invitation(invitation, by=lou, at=AT + timedelta(days=15))
    teams.invite_to_team_again(invitation, by=claire, at=AT + timedelta(days=15))
    teams.decline_team_invitation(invitation, by=lou, at=AT + timedelta(days=16))
    with pytest.raises(Refused):
        teams.cancel_team_invitation(invitation, by=claire, at=AT + timedelta(days=16))
    other = invite(region, claire)
    teams.cancel_team_invitation(other, by=claire, at=AT)
    with pytest.raises(Refused):
        teams.accept_team_invitation(other, by=lou, at=AT)
    assert not lou.teams.exists()


def test_an_invitation_serves_its_address_alone(region, claire):
    with pytest.raises(Refused):
        teams.accept_team_invitation(invite(region, claire), by=person(), at=AT)


def test_the_same_invitation_does_not_wait_twice_but_another_role_does(region, claire):
    invite(region, claire)
    with pytest.raises(Refused):
        invite(region, claire)
    invite(region, claire, role="committee")


def test_who_holds_the_role_is_not_invited_to_it(region, claire):
    with pytest.raises(Refused, match="déjà"):
        invite(region, claire, claire.email, "coordination")


@pytest.mark.parametrize("is_national", [True, False])
def test_the_national_role_belongs_to_no_region(region, claire, is_national):
    with pytest.raises(Refused, match="régionale"):
        invite(None if is_national else region, claire, role="drac" if is_national else "national")


def test_the_last_of_the_coordination_is_neither_removed_nor_changed(region, claire):
    with pytest.raises(Refused, match="garde"):
        teams.remove_from_team(row_of(claire), by=claire, at=AT)
    with pytest.raises(Refused, match="garde"):
        teams.change_team_role(row_of(claire), role="drac", by=claire, at=AT)
    asleep = make.team_member("coordination", region)
    asleep.is_active = False
    asleep.save()
    with pytest.raises(Refused, match="garde"):
        teams.remove_from_team(row_of(claire), by=claire, at=AT)


def test_a_role_is_changed_once_and_never_doubled(region, claire):
    drac = make.team_member("drac", region)
    row = row_of(drac, "drac")
    teams.change_team_role(row, role="drac", by=claire, at=AT)
    assert not Entry.objects.exists()
    teams.change_team_role(row, role="region", by=claire, at=AT)
    assert row_of(drac, "region").pk == row.pk
    TeamMember.objects.create(user=drac, coordination=region, role="committee")
    with pytest.raises(Refused, match="déjà"):
        teams.change_team_role(row, role="committee", by=claire, at=AT)


def test_who_is_removed_is_told_and_removing_oneself_tells_nobody(region, claire):
    drac = make.team_member("drac", region)
    row = row_of(drac, "drac")
    teams.remove_from_team(row, by=claire, at=AT)
    assert OutboxMessage.objects.get().to == drac.email
    with pytest.raises(Refused, match="plus de l’équipe"):
        teams.remove_from_team(row, by=claire, at=AT)
    make.team_member("coordination", region)
    teams.remove_from_team(row_of(claire), by=claire, at=AT)
    assert OutboxMessage.objects.count() == 1


def test_the_national_team_keeps_one_person(region):
    antoine = make.team_member("national")
    with pytest.raises(Refused, match="garde"):
        teams.remove_from_team(row_of(antoine, "national"), by=antoine, at=AT)
    invitation = invite(None, antoine, role="national")
    assert invitation.what == "L’équipe nationale"
    lou = person(email="lou@exemple.fr")
    teams.accept_team_invitation(invitation, by=lou, at=AT)
    teams.remove_from_team(row_of(antoine, "national"), by=lou, at=AT)
    told = OutboxMessage.objects.filter(to=antoine.email, key__contains="removed")
    assert "nationale" in told.get().text


def test_leaving_a_structure_hands_no_team_invitation_over(region, claire):
    structure = make.structure(representative=claire)
    heir = person()
    invitation = invite(region, claire)
    assert hand_over(structure, giver=claire, taker=heir) == 0
    invitation.refresh_from_db()
    assert invitation.invited_by == claire


def test_a_team_keeps_itself_by_screen(enter, claire, region):
    client = enter(claire)
    page = reverse("organisations:team", args=[region.slug])
    assert client.get(reverse("organisations:teams")).url == page
    sent = {"email": "lou@exemple.fr", "role": "drac"}
    assert client.post(f"{page}inviter/", sent).status_code == 302
    assert client.post(f"{page}inviter/", sent).status_code == 422
    assert client.post(f"{page}inviter/", {"email": "\U0001f3ac", "role": "x"}).status_code == 422
    row = TeamInvitation.objects.get()
    text = client.get(page).content.decode()
    assert "lou@exemple.fr" in text
    assert "Dire la recevabilité" in text
    assert client.post(reverse("organisations:team_renew", args=[row.pk])).status_code == 302
    assert client.post(reverse("organisations:team_cancel", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.answer == "cancelled"
    drac = row_of(make.team_member("drac", region), "drac")
    changing = reverse("organisations:team_role", args=[drac.pk])
    client.post(changing, {"role": "national"})
    client.post(changing, {"role": "region"})
    drac.refresh_from_db()
    assert drac.role == "region"
    removing = reverse("organisations:team_remove", args=[drac.pk])
    assert client.post(removing).url == page
    mine = reverse("organisations:team_remove", args=[row_of(claire).pk])
    assert client.post(mine).status_code == 302
    assert claire.teams.exists()


def test_too_many_invitations_are_refused_beside_the_address(enter, claire, region, monkeypatch):
    monkeypatch.setattr(throttle, "MOST", 0)
    page = reverse("organisations:team_invite", args=[region.slug])
    answer = enter(claire).post(page, {"email": "lou@exemple.fr", "role": "drac"})
    assert answer.status_code == 422
    assert not TeamInvitation.objects.exists()


def test_a_change_asks_for_a_fresh_proof(enter, claire, region):
    client = enter(claire)
    session = client.session
    session["proved_at"] = 0
    session.save()
    page = reverse("organisations:team_invite", args=[region.slug])
    client.post(page, {"email": "lou@exemple.fr", "role": "drac"})
    assert not TeamInvitation.objects.exists()


def test_another_region_sees_and_keeps_nothing(enter, claire, region):
    stranger = make.team_member("coordination", make.coordination("les-lanternes"))
    client = enter(stranger)
    invitation = invite(region, claire)
    row = row_of(claire)
    assert client.get(reverse("organisations:team", args=[region.slug])).status_code == 404
    for name, pk in (
        ("team_role", row.pk),
        ("team_remove", row.pk),
        ("team_renew", invitation.pk),
        ("team_cancel", invitation.pk),
    ):
        assert client.post(reverse(f"organisations:{name}", args=[pk])).status_code == 404


def test_those_beside_the_coordination_do_not_keep_its_team(enter, region):
    client = enter(make.team_member("drac", region))
    assert client.get(reverse("organisations:team", args=[region.slug])).status_code == 403
    assert client.get(reverse("organisations:teams")).status_code == 403


def test_removing_somebody_ends_what_their_open_session_could_read(enter, claire, region):
    other = make.team_member("coordination", region)
    client = enter(other)
    page = reverse("organisations:team", args=[region.slug])
    assert client.get(page).status_code == 200
    assert client.get(reverse("desk:home")).status_code == 200
    teams.remove_from_team(row_of(other), by=claire, at=AT)
    assert client.get(page).status_code == 404
    assert client.get(reverse("desk:home")).status_code == 403


def test_the_link_leads_its_addressee_to_the_page_where_they_answer(client, claire, region):
    invitation = invite(region, claire, at=datetime.now(UTC))
    link = re.search(r"https?://[^/]+(/equipe/\S+/)", OutboxMessage.objects.get().text)[1]
    lou = person(email="lou@exemple.fr")
    client.force_login(lou)
    page = client.get(link).url
    assert page == reverse("organisations:team_invited", args=[invitation.pk])
    assert region.name in client.get(page).content.decode()
    client.post(page, {"answer": "accept"})
    assert lou.teams.get().role == "drac"


def test_the_national_team_opens_a_region_and_invites_its_first_person(enter):
    client = enter(make.team_member("national"))
    page = reverse("organisations:coordinations")
    assert client.get(page).status_code == 200
    creating = reverse("organisations:coordination_create")
    facts = {
        "name": "Les Phares",
        "slug": "les-phares",
        "region_name": "Normandie",
        "email": "a@phares.example",
        "timezone": "Europe/Paris",
        "first_email": "zoe@phares.example",
    }
    assert client.post(creating, facts | {"timezone": "Mars"}).status_code == 422
    assert client.post(creating, facts).status_code == 302
    assert client.post(creating, facts).status_code == 422
    made = Coordination.objects.get(slug="les-phares")
    assert made.team_invitations.get().role == "coordination"
    inviting = reverse("organisations:national_invite")
    assert client.post(inviting, {"email": ""}).status_code == 422
    assert client.post(inviting, {"email": "b@c.example"}).status_code == 302
    row = TeamInvitation.objects.get(coordination=None)
    cancel = reverse("organisations:team_cancel", args=[row.pk])
    assert client.post(cancel).url == page


def test_a_coordination_neither_opens_regions_nor_keeps_the_national_team(enter, claire):
    client = enter(claire)
    national = row_of(make.team_member("national"), "national")
    assert client.get(reverse("organisations:coordinations")).status_code == 403
    remove = reverse("organisations:team_remove", args=[national.pk])
    assert client.post(remove).status_code == 403


def test_a_team_is_read_with_the_same_queries_whatever_its_size(
    enter, claire, region, django_assert_num_queries
):
    client = enter(claire)
    page = reverse("organisations:team", args=[region.slug])
    client.get(page)
    with django_assert_num_queries(QUERIES):
        client.get(page)
    for _ in range(2):
        make.team_member("drac", region)
    with django_assert_num_queries(QUERIES):
        client.get(page)


# ------------------------------------------------------------------------------------- long lists


@pytest.mark.parametrize("others", [1, 3, 300])
def test_a_long_team_is_read_fifty_a_page_with_as_many_questions(
    enter, region, claire, others, django_assert_num_queries
):
    people = [User(email=f"p{rank}@exemple.fr", first_name="A") for rank in range(others)]
    made = User.objects.bulk_create(people)
    rows = [TeamMember(user=one, coordination=region, role="committee") for one in made]
    TeamMember.objects.bulk_create(rows)
    waiting = [
        TeamInvitation(
            coordination=region, email=f"i{rank}@exemple.fr", role="drac", invited_by=claire,
            invited_at=AT, sent_at=AT, expires_at=AT, token_digest=f"{rank}",
        )
        for rank in range(others)
    ]  # fmt: skip
    TeamInvitation.objects.bulk_create(waiting)
    client = enter(claire)
    with django_assert_num_queries(LONG_QUERIES):
        page = client.get(reverse("organisations:team", args=["la-trame"]))
    assert [len(page.context[name]) for name in ("rows", "invitations")] == [
        min(50, others + 1),
        min(50, others),
    ]
    last = client.get(page.request["PATH_INFO"], {"page": 99, "attente": 2})
    assert last.context["rows"].number == -(-(others + 1) // 50)
    html = last.content.decode()
    assert ("?attente=2&amp;page=1" in html, "?page=99&amp;attente=1" in html) == (
        others == 300,
        others == 300,
    )


def test_the_regions_are_read_fifty_a_page(enter):
    for rank in range(51):
        make.coordination(f"region-{rank}")
    client = enter(make.team_member("national"))
    url = reverse("organisations:coordinations")
    assert len(client.get(url).context["coordinations"]) == 50
    assert len(client.get(url, {"regions": 2}).context["coordinations"]) == 1


# --------------------------------------------------------------------------- shown to the addressee


@pytest.mark.parametrize("place", ["organisations:index", "desk:home"])
@pytest.mark.parametrize(("pressed", "is_in"), [("accept", True), ("decline", False)])
def test_an_invitation_is_answered_where_its_addressee_finds_it(
    enter, region, claire, place, pressed, is_in
):
    lou = make.team_member("coordination", make.coordination("nord"), email="lou@exemple.fr")
    boss = person()
    structure = make.structure(name="Le Foyer", representative=boss)
    now = timezone.now()
    invite(region, claire, at=now)
    invite_member(structure, email="lou@exemple.fr", role="editor", by=boss, at=now)
    invite(region, claire, "autre@exemple.fr", at=now)
    client = enter(lou)
    html = client.get(reverse(place)).content.decode()
    assert ("Le Foyer" in html, "Coordination la-trame" in html) == (True, True)
    actions = re.findall(r'action="(/[^"]*invitations/[^"]*)"', html)
    assert len(actions) == 2
    for action in actions:
        assert client.post(action, {"answer": pressed}).status_code == 302
    assert lou.teams.filter(coordination=region).exists() == is_in
    assert structure.memberships.filter(user=lou).exists() == is_in
    assert "vous invite" not in client.get(reverse(place)).content.decode()


def test_a_lapsed_invitation_is_not_shown(enter, region, claire):
    invite(region, claire, at=timezone.now() - timedelta(days=15))
    page = enter(person(email="lou@exemple.fr")).get(reverse("organisations:index"))
    assert "vous invite" not in page.content.decode()
