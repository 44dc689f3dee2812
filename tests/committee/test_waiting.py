"""A holder gives up: what is freed, who comes next, who is told, and the next one granted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from passeurs.committee.actions.amending import amend
from passeurs.committee.actions.deciding import Choice
from passeurs.committee.actions.letters import ask_letters
from passeurs.committee.actions.publishing import publish
from passeurs.committee.actions.replacing import renounce, skip
from passeurs.committee.models import Publication, Skip
from passeurs.committee.queries.publications import Board
from passeurs.committee.queries.session import left_of, title_of
from passeurs.committee.queries.waiting import WaitingList, to_publish, to_replace
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.awards import award_of
from passeurs.notifications.models import OutboxMessage
from tests.factories import organisations, sittings

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def three(edition):
    titles = ("Le phare", "Le second", "Le premier")
    return [sittings.complete(edition, title) for title in titles]


@pytest.fixture
def told(sitting, three, agent, at):
    """One granted, two that wait, the last of the order first on the list; all published."""
    by = {"by": agent, "at": at}
    sittings.put(sitting, three, **by, envelope=sittings.DRAC | {"total": Decimal(5000)})
    sittings.decide(sitting, three[0], "granted", **by)
    sittings.decide(sitting, three[1], "waiting", rank=2, **by)
    sittings.decide(sitting, three[2], "waiting", rank=1, **by)
    sittings.prepared(ask_letters(sittings.end(sitting), **by))
    publish(sitting, **by)
    return sitting


def anew(dossier):
    return Dossier.objects.select_related("edition__coordination").get(pk=dossier.pk)


def passage(sitting, dossier):
    related = ("sitting", "dossier__project")
    return sitting.passages.select_related(*related).get(dossier=dossier)


def give_up(dossier, at, reason="La salle ferme."):
    renounce(anew(dossier), reason=reason, by=dossier.holder, at=at + DAY)


def grant(sitting, dossier, agent, at, amount=4000, version=1):
    choice = Choice("granted", amounts={sitting.envelopes.get().pk: Decimal(amount)})
    amend(passage(sitting, dossier), choice, version=version, by=agent, at=at + 2 * DAY)


def desk_mails():
    return OutboxMessage.objects.filter(key__startswith="renounced:")


def test_who_gives_up_frees_the_amount_and_the_coordination_reads_who_is_next(
    told, three, agent, at
):
    assert [one.left for one in left_of(told)] == [Decimal(1000)]
    assert not to_replace(agent).exists()
    give_up(three[0], at)
    assert [one.left for one in left_of(told)] == [Decimal(5000)]
    (mail,) = desk_mails()
    assert mail.to == agent.email
    assert "La salle ferme." in mail.text
    assert "4\u202f000\u00a0€" in mail.text
    assert "Le premier" in mail.text
    assert list(to_replace(agent)) == [told]
    assert title_of(WaitingList(told, agent).next) == "Le premier"


def test_the_next_is_granted_within_bounds_and_told_alone(told, three, agent, at):
    give_up(three[0], at)
    with pytest.raises(Refused, match="au plus"):
        grant(told, three[2], agent, at, amount=4850)
    grant(told, three[2], agent, at)
    sittings.prepared(ask_letters(told, by=agent, at=at + 2 * DAY))
    assert [one.title for one in Board(told, agent).preparing] == ["Le premier"]
    publish(told, by=agent, at=at + 2 * DAY)
    assert [anew(one).state for one in three] == ["renounced", "waiting", "granted"]
    found = award_of(three[2])
    assert (found.version, found.total) == (2, Decimal(4000))
    assert found.letter_number.endswith("-D2")
    assert OutboxMessage.objects.filter(key__startswith="award:").count() == 4
    assert Publication.objects.count() == 2
    assert not to_replace(agent).exists()


def test_of_two_agents_one_grants_and_the_other_reads_why(told, three, agent, at):
    give_up(three[0], at)
    grant(told, three[2], agent, at)
    with pytest.raises(Refused, match="Quelqu’un d’autre"):
        grant(told, three[2], agent, at)


def test_what_was_not_freed_is_not_granted(told, three, agent, at):
    with pytest.raises(Refused, match="DRAC Occitanie"):
        grant(told, three[2], agent, at)


def test_who_waits_is_not_put_on_the_list_again(told, three, agent, at):
    with pytest.raises(Refused, match="déjà sur la liste"):
        amend(passage(told, three[2]), Choice("waiting", rank=5), version=1, by=agent, at=at)


def test_one_is_left_aside_with_a_reason_and_the_following_is_proposed(told, three, agent, at):
    give_up(three[0], at)
    row = passage(told, three[2])
    skip(row, "Son action est passée.", by=agent, at=at + DAY)
    assert title_of(WaitingList(told, agent).next) == "Le second"
    with pytest.raises(Refused, match="déjà passé"):
        skip(row, "Encore.", by=agent, at=at + DAY)
    assert Skip.objects.get().reason == "Son action est passée."


def test_a_place_on_the_list_may_be_given_up_too(told, three, agent, at):
    give_up(three[2], at)
    assert anew(three[2]).state == "renounced"
    assert title_of(WaitingList(told, agent).next) == "Le second"
    assert "place sur liste d’attente" in desk_mails().get().text


def test_whoever_is_kept_away_is_told_nothing_of_it(told, three, region, agent, at):
    away = organisations.team_member("coordination", region)
    three[0].recusals.create(user=away, tie="declared", at=at)
    half = organisations.team_member("coordination", region)
    three[2].recusals.create(user=half, tie="declared", at=at)
    give_up(three[0], at)
    assert set(desk_mails().values_list("to", flat=True)) == {agent.email, half.email}
    assert "Le premier" not in desk_mails().get(to=half.email).text
    assert not to_replace(away).exists()
    assert WaitingList(told, away).freed == WaitingList(told, away).rests == []
    assert [title_of(one) for one in WaitingList(told, half).passages] == ["Le second"]


def test_the_day_page_says_what_is_to_publish_then_what_was_freed(client, told, three, agent, at):
    client.force_login(agent)
    give_up(three[0], at)
    page = client.get(reverse("desk:home")).text
    assert reverse("committee:waiting", args=[told.pk]) in page
    assert not to_publish(agent).exists()
    Dossier.objects.filter(pk=three[0].pk).update(state="admissible")
    assert list(to_publish(agent)) == [told]


def test_the_screen_tells_what_was_freed_and_leaves_one_aside(client, told, three, agent, at):
    give_up(three[0], at)
    client.force_login(agent)
    page = client.get(reverse("committee:waiting", args=[told.pk]))
    assert "a renoncé" in page.text
    assert page.text.index("Le premier") < page.text.index("Le second")
    row = passage(told, three[2])
    url = reverse("committee:skip", args=[told.pk, row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    page = client.post(url, {"reason": "Trop tard."}, follow=True)
    assert "Trop tard." in page.text


@pytest.mark.parametrize("outcome", ["granted", "waiting"])
def test_the_holder_gives_up_by_screen_with_a_reason(client, told, three, outcome):
    dossier = three[0] if outcome == "granted" else three[2]
    client.force_login(dossier.holder)
    url = reverse("committee:renounce", args=[dossier.pk])
    assert url in client.get(reverse("dossiers:review", args=[dossier.pk])).text
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " "}).status_code == 422
    page = client.post(url, {"reason": "Je pars."}, follow=True)
    assert "Vous avez renoncé" in page.text
    assert client.get(url).status_code == 403


def test_nobody_else_gives_up_for_the_holder(client, told, three, agent, region):
    url = reverse("committee:renounce", args=[three[0].pk])
    for user, status in ((agent, 403), (organisations.team_member("national"), 404)):
        client.force_login(user)
        assert client.post(url, {"reason": "x"}).status_code == status
    assert anew(three[0]).state == "granted"


@pytest.mark.parametrize("waiting", [0, 2])
def test_the_list_asks_as_much_for_two_as_for_none(
    told, three, agent, at, waiting, django_assert_num_queries
):
    for one in three[1 : 3 - waiting]:
        Dossier.objects.filter(pk=one.pk).update(state="declined")
    give_up(three[0], at)
    with django_assert_num_queries(5):
        found = WaitingList(told, agent)
        assert len(found.passages) == waiting
        assert (len(found.freed), len(found.rests)) == (1, 1)
