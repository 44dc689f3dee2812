"""Kept away from a dossier: by what is written, by one's word; and lifted, with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.committee.actions import seats
from passeurs.committee.models import Passage, Sitting
from passeurs.committee.queries.sittings import order_for
from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.dossiers import tasks
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.recusals import (
    declare_recusal,
    find_in,
    find_recusals,
    lift_recusal,
)
from passeurs.dossiers.models import Dossier, Recusal
from passeurs.journal.models import Entry
from passeurs.organisations.models import Membership, Structure
from tests.factories import dossiers as factory
from tests.factories import network, organisations
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(edition):
    return team_member("drac", edition.coordination, first_name="Yves")


@pytest.fixture
def agent(edition):
    return team_member("coordination", edition.coordination, first_name="Salomé")


@pytest.fixture
def filed(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    return Dossier.objects.get(pk=ready.pk)


def sees(user):
    return Dossier.objects.visible_to(user).exists()


def judges(user):
    return Dossier.objects.judged_by(user).exists()


def ties(user):
    return set(Recusal.objects.in_force().filter(user=user).values_list("tie", flat=True))


def join(user, structure):
    Membership.objects.create(user=user, structure=structure, role="reader")


# ---------------------------------------------------------------------------------------- found


def test_filing_keeps_away_a_member_of_a_partner(ready, judge, at):
    partner = ready.partners.first()
    theirs = organisations.structure(representative=judge, name="Un autre nom")
    Structure.objects.filter(pk=theirs.pk).update(siret=partner.siret)
    submit_dossier(ready, by=ready.holder, at=at)
    assert ties(judge) == {"partner"}
    assert not sees(judge)
    assert Entry.objects.get(verb="recusal.found").data == {"user": judge.pk, "tie": "partner"}


def test_a_member_of_the_holder_reads_it_as_a_holder_and_judges_nothing(filed, judge, at):
    join(judge, filed.structure)
    assert find_recusals(filed, at=at) == 1
    assert (sees(judge), judges(judge)) == (True, False)
    roles = Dossier.objects.get().access_roles(judge)
    assert roles == {"holder_reader", "recused"}
    read = Dossier.objects.visible_to(judge).with_roles_of(judge).get()
    assert read.access_roles(judge) == roles


def test_who_leads_an_action_or_keeps_its_venue_is_kept_away(filed, judge, edition, at):
    card = network.card(edition.coordination, email=judge.email.upper())
    filed.persons.update(practitioner=card)
    venue = network.venue(edition.coordination, email=judge.email)
    filed.actions.update(venue_name=venue.name, venue_insee=venue.commune_id)
    assert find_recusals(filed, at=at) == 2
    assert ties(judge) == {"practitioner", "venue"}


def test_a_cofunder_s_member_is_kept_away_by_its_name(filed, judge, at):
    organisations.structure(representative=judge, name="Ville de  CAHORS")
    filed.budgetlines.filter(scope="project").exclude(funder_kind="drac").update(
        funder="Ville de Cahors"
    )
    find_recusals(filed, at=at)
    assert ties(judge) == {"cofunder"}


def test_nothing_is_found_of_a_draft_nor_of_the_coordination(ready, agent, at):
    join(agent, ready.structure)
    assert find_in(Dossier.objects.all(), at=at) == 0
    submit_dossier(ready, by=ready.holder, at=at)
    assert not Recusal.objects.exists()
    assert judges(agent)


def test_the_night_finds_a_tie_that_came_since(filed, judge, at):
    assert judges(judge)
    join(judge, filed.structure)
    tasks.find_ties.call()
    tasks.find_ties.call()
    assert Recusal.objects.count() == 1
    assert not judges(judge)


def test_a_sitting_looks_again_before_anybody_reads(filed, judge, agent, at):
    told = {"starts_at": at, "ends_at": at + timedelta(hours=3), "quorum": 1}
    sitting = Sitting.objects.create(
        edition=filed.edition, name="La séance", created_by=agent, created_at=at, **told
    )
    Passage.objects.create(sitting=sitting, dossier=filed, rank=1)
    join(judge, filed.structure)
    facts = {"body": "DRAC", "role": "member", "stands_in_for": None}
    seats.give_seat(sitting, judge, **facts, by=agent, at=at)
    assert ties(judge) == {"holder"}


# ------------------------------------------------------------------------------------- declared


def test_one_s_own_word_closes_the_dossier_at_once(client, filed, judge):
    client.force_login(judge)
    url = reverse("dossiers:recusal", args=[filed.pk])
    assert client.get(reverse("dossiers:review", args=[filed.pk])).text.count(url) == 1
    refused = client.post(url, {"reason": "  "})
    assert (refused.status_code, "ce qui vous lie" in refused.text) == (422, True)
    done = client.post(url, {"reason": "J’y ai travaillé."}, follow=True)
    assert "vous ne lisez plus ce dossier" in done.text
    assert client.get(url).status_code == 404
    assert filed.reference not in client.get("/bureau/dossiers/").text


def test_what_an_agent_declares_keeps_the_agent_away_too(filed, agent, at):
    declare_recusal(filed, agent, reason="Mon frère y travaille.", by=agent, at=at)
    assert not sees(agent)
    assert Dossier.objects.get().access_roles(agent) == {"recused"}
    assert not can(agent, "dossier.desk", Dossier.objects.get())


def test_said_twice_the_first_stands(filed, judge, at):
    for reason in ("D’abord.", "Ensuite."):
        declare_recusal(filed, judge, reason=reason, by=judge, at=at)
    assert Recusal.objects.get().reason == "D’abord."
    assert Entry.objects.filter(verb="recusal.declared").count() == 1


@pytest.mark.parametrize(
    ("reason", "why"), [(" \n", "ce qui vous lie"), ("a" * 301, "trop longue")]
)
def test_a_word_is_needed_and_short(filed, judge, at, reason, why):
    with pytest.raises(Refused, match=why):
        declare_recusal(filed, judge, reason=reason, by=judge, at=at)


# --------------------------------------------------------------------------------------- lifted


def test_lifted_with_a_reason_the_person_reads_again_and_it_is_not_found_again(
    client, filed, judge, agent, at
):
    organisations.structure(representative=judge, name=filed.partners.first().name)
    Structure.objects.filter(name=filed.partners.first().name).update(siret="")
    find_recusals(filed, at=at)
    recusal = Recusal.objects.get()
    client.force_login(agent)
    url = reverse("desk:recusal_lift", args=[filed.pk, recusal.pk])
    assert client.post(url, {}).status_code == 422
    told = {f"r{recusal.pk}-reason": "Le nom seul est le même."}
    assert "Le déport est levé." in client.post(url, told, follow=True).text
    assert judges(judge)
    assert find_recusals(filed, at=at) == 0
    assert client.post(url, told).status_code == 422


def test_nobody_lifts_their_own(filed, judge, agent, at):
    told = declare_recusal(filed, agent, reason="Un lien.", by=agent, at=at)
    with pytest.raises(Refused, match="son propre déport"):
        lift_recusal(told, reason="Finalement non.", by=agent, at=at)
    other = team_member("coordination", filed.edition.coordination)
    lift_recusal(told, reason="C’était un homonyme.", by=other, at=at)
    assert judges(agent)


def test_declared_again_after_it_was_lifted_it_is_in_force(filed, judge, agent, at):
    told = declare_recusal(filed, judge, reason="Un lien.", by=judge, at=at)
    lift_recusal(told, reason="Plus maintenant.", by=agent, at=at)
    declare_recusal(filed, judge, reason="De nouveau.", by=judge, at=at)
    assert not judges(judge)
    assert Recusal.objects.get().is_in_force


# -------------------------------------------------------------------------------------- at desk


def test_the_desk_keeps_somebody_away_and_reads_why(client, filed, judge, agent):
    client.force_login(agent)
    url = reverse("desk:recusals", args=[filed.pk])
    assert "Personne n’est écarté" in client.get(url).text
    assert "Dites qui est écarté" in client.post(url, {"reason": "Un lien."}).text
    told = {"user": judge.pk, "reason": "Elle y a siégé."}
    page = client.post(url, told, follow=True)
    assert "Elle y a siégé." in page.text
    assert not judges(judge)


def test_withdrawn_and_filed_again_a_tie_stands(filed, judge, at):
    declare_recusal(filed, judge, reason="Un lien.", by=judge, at=at)
    withdraw_dossier(filed, by=filed.created_by, at=at)
    assert not Dossier.objects.judged_by(judge).exists()
    submit_dossier(Dossier.objects.get(), by=filed.created_by, at=at)
    assert not Dossier.objects.judged_by(judge).exists()


def test_the_order_of_a_sitting_tells_a_member_nothing_of_what_they_may_not_judge(
    filed, judge, agent, at
):
    other = factory.complete_dossier(filed.edition, title="Un autre")
    submit_dossier(other, by=other.holder, at=at)
    told = {"starts_at": at, "ends_at": at + timedelta(hours=3), "quorum": 1}
    sitting = Sitting.objects.create(
        edition=filed.edition, name="La séance", created_by=agent, created_at=at, **told
    )
    for rank, dossier in enumerate((filed, other), start=1):
        Passage.objects.create(sitting=sitting, dossier=dossier, rank=rank)
    join(judge, filed.structure)
    find_recusals(filed, at=at)
    order = order_for(sitting, judge)
    assert [(one.number, one.dossier.pk) for one in order] == [(1, other.pk)]
