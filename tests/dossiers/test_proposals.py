"""Practitioners proposed for an action: by the directory, then by the coordination."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.proposals import (
    dismiss_proposal,
    engage,
    propose,
    take_proposal,
    withdraw_proposal,
)
from passeurs.dossiers.models import Dossier, FieldChange, Proposal
from passeurs.dossiers.queries.proposals import action_of, found_for, open_proposals
from passeurs.journal.models import Entry
from passeurs.network.actions.consent import withdraw_consent
from passeurs.network.enums import Through
from passeurs.notifications.models import OutboxMessage
from tests.factories import network
from tests.factories.accounts import person
from tests.factories.organisations import team_member
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(edition):
    return team_member("coordination", edition.coordination)


@pytest.fixture
def action(draft):
    day = date(2027, 4, 4)
    made = draft.actions.create(
        position=1,
        title="Faire le bruit",
        nature="faire",
        commune=network.a_commune(),
        starts_on=day,
        ends_on=day,
    )
    return action_of(draft, made.pk)


def card(draft, name="Coline Mazet", **facts):
    given = {"crafts": ["sound"], "home": network.a_commune(), "travels_km": 50, "months": [4]}
    return network.card(draft.edition.coordination, name=name, agreed=True, **(given | facts))


@pytest.fixture
def coline(draft):
    return card(draft)


@pytest.fixture
def proposal(action, coline, agent, at):
    made = propose(action, coline, words="Elle connaît le quartier.", by=agent, at=at)
    OutboxMessage.objects.all().delete()
    return made


@pytest.fixture
def holder(client, draft):
    client.force_login(draft.holder)
    return client


@pytest.fixture
def desk(client, agent):
    client.force_login(agent)
    return client


def finding(draft, action):
    return reverse("dossiers:practitioners", args=[draft.pk, action.pk])


def proposing(draft):
    return reverse("desk:practitioners", args=[draft.pk])


# -------------------------------------------------------------------------------------- finding


def test_whoever_fits_best_comes_first_with_what_speaks_for_them(draft, action, coline):
    action.title = "Atelier de bruitage"
    far = CommuneFactory(insee="59350", name="Lille", department="59", lat=50.63, lon=3.06)
    card(draft, "Abel Loin", home=far)
    card(draft, "Zita Image", crafts=["image"])
    found = found_for(action)
    assert [one.card.name for one in found] == ["Coline Mazet", "Abel Loin", "Zita Image"]
    told = [reason.words for reason in found[0].match.reasons]
    assert told == ["son et bruitage", "à moins de 50\u00a0m", "disponible en avril"]


def test_a_card_that_is_not_to_be_seen_is_not_proposed(draft, action):
    network.card(draft.edition.coordination, name="Sans accord")
    assert found_for(action) == []


def test_the_filters_keep_what_is_not_known(draft, action, coline):
    far = CommuneFactory(insee="59350", name="Lille", department="59", lat=50.63, lon=3.06)
    card(draft, "Abel Loin", home=far)
    card(draft, "Sans lieu", home=None)
    card(draft, "Prise", away_from=action.starts_on)
    names = lambda **asked: {one.card.name for one in found_for(action, **asked)}  # noqa: E731
    assert names(within_km=60) == {"Coline Mazet", "Sans lieu", "Prise"}
    assert names(only_free=True) == {"Coline Mazet", "Sans lieu", "Abel Loin"}
    assert names(craft="image") == set()


def test_the_page_says_why_and_a_press_puts_the_person_in_the_action(holder, draft, action, coline):
    page = holder.get(finding(draft, action))
    assert "disponible en avril" in page.text
    told = {"practitioner": coline.pk}
    answer = holder.post(f"{finding(draft, action)}choisir/", told, follow=True)
    assert "Coline Mazet mène cette action." in answer.text
    assert [one.practitioner for one in action.practitioners.all()] == [coline]
    assert "Dans cette action" in holder.get(finding(draft, action)).text


def test_a_card_withdrawn_meanwhile_is_said_so(holder, draft, action, coline, at):
    withdraw_consent(coline, through=Through.LINK, by=None, at=at)
    told = {"practitioner": coline.pk}
    answer = holder.post(f"{finding(draft, action)}choisir/", told, follow=True)
    assert "n’est plus proposée" in answer.text
    assert not action.practitioners.exists()


@pytest.mark.parametrize("posted", [{}, {"practitioner": "x"}, {"practitioner": "9" * 30}])
def test_a_key_that_is_none_is_no_fault(holder, draft, action, posted):
    answer = holder.post(f"{finding(draft, action)}choisir/", posted, follow=True)
    assert "n’est plus proposée" in answer.text


def test_an_empty_directory_and_a_narrow_search_say_what_to_do(holder, draft, action, coline):
    assert "Élargissez" in holder.get(finding(draft, action), {"metier": "games"}).text
    coline.delete()
    assert "Écrivez à votre coordination" in holder.get(finding(draft, action)).text


def test_a_filter_that_is_none_is_ignored(holder, draft, action, coline):
    asked = {"metier": "zzz", "rayon": "-3", "libres": "?"}
    assert "Coline Mazet" in holder.get(finding(draft, action), asked).text


def test_leaving_an_action_for_the_directory_saves_it(holder, draft, action):
    posted = {"_version": "0", "_then": "intervenants", "title": "Autre titre", "nature": "faire"}
    url = reverse("dossiers:row", args=[draft.pk, "actions", action.pk])
    answer = holder.post(url, posted)
    assert answer.url == finding(draft, action)
    action.refresh_from_db()
    assert action.title == "Autre titre"


@pytest.mark.parametrize("count", [1, 3, 50])
def test_how_many_cards_there_are_changes_no_question(
    holder, draft, action, count, django_assert_num_queries
):
    for _ in range(count):
        card(draft, name="Une personne")
    url = finding(draft, action)
    holder.get(url)
    with django_assert_num_queries(15):
        holder.get(url)


# ------------------------------------------------------------------------------------ proposing


def test_the_coordination_proposes_and_the_holder_is_told(desk, draft, action, coline, agent):
    told = {"action": action.pk, "practitioner": coline.pk, "words": "Elle connaît le quartier."}
    answer = desk.post(proposing(draft), told, follow=True)
    assert "est proposée au porteur, qui est prévenu." in answer.text.replace("\xa0", " ")
    mail = OutboxMessage.objects.get()
    assert (mail.to, "> Elle connaît le quartier." in mail.text) == (draft.holder.email, True)
    assert Entry.objects.get(verb="practitioner.proposed").actor == agent


def test_the_holder_reads_it_beside_the_action_and_takes_it_up(holder, draft, proposal, agent):
    page = holder.get(reverse("dossiers:actions", args=[draft.pk]))
    assert "Elle connaît le quartier." in page.text
    url = reverse("dossiers:proposal", args=[draft.pk, proposal.pk, "reprendre"])
    assert "Coline Mazet mène cette action." in holder.post(url, follow=True).text
    assert [one.name for one in proposal.action.practitioners.all()] == ["Coline Mazet"]
    assert FieldChange.objects.filter(field="practitioners", by=draft.holder).exists()
    assert OutboxMessage.objects.get().to == agent.email
    assert "déjà sa réponse" in holder.post(url, follow=True).text.replace("\xa0", " ")
    assert proposal.action.practitioners.count() == 1


def test_the_holder_says_not_this_time_with_a_word(holder, draft, proposal, agent):
    url = reverse("dossiers:proposal", args=[draft.pk, proposal.pk, "ecarter"])
    holder.post(url, {"answer": "Nous avons déjà quelqu’un."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by) == ("dismissed", draft.holder)
    assert "> Nous avons déjà quelqu’un." in OutboxMessage.objects.get().text
    assert not proposal.action.practitioners.exists()
    assert "vous propose" not in holder.get(reverse("dossiers:actions", args=[draft.pk])).text


def test_an_answer_of_another_kind_is_nothing(holder, draft, proposal):
    url = reverse("dossiers:proposal", args=[draft.pk, proposal.pk, "manger"])
    assert holder.post(url).status_code == 404


def test_proposed_twice_is_said_and_kept_once(desk, draft, action, coline, proposal):
    told = {"action": action.pk, "practitioner": coline.pk, "words": "Encore un mot."}
    answer = desk.post(proposing(draft), told)
    assert answer.status_code == 422
    assert "déjà proposée" in answer.text
    assert Proposal.objects.get().words == "Elle connaît le quartier."


def test_dismissed_or_withdrawn_it_may_be_proposed_again(action, coline, proposal, agent, at):
    withdraw_proposal(proposal, by=agent, at=at)
    again = propose(action, coline, words="Et pourtant.", by=agent, at=at + timedelta(hours=1))
    assert (again.pk, again.words, again.is_open) == (proposal.pk, "Et pourtant.", True)
    withdraw_proposal(again, by=agent, at=at)
    with pytest.raises(Refused, match="déjà sa réponse"):
        dismiss_proposal(again, answer="", by=agent, at=at)


def test_a_word_too_long_is_kept_in_its_field(desk, draft, action, coline):
    told = {"action": action.pk, "practitioner": coline.pk, "words": "long " * 200}
    answer = desk.post(proposing(draft), told)
    assert (answer.status_code, "long long" in answer.text) == (422, True)
    assert "caractères au plus" in answer.text


def test_an_answer_too_long_is_refused(proposal, draft, at):
    with pytest.raises(Refused, match="trop long"):
        dismiss_proposal(proposal, answer="a" * 601, by=draft.holder, at=at)


def test_who_is_not_to_be_seen_or_is_in_already_is_not_proposed(action, draft, agent, coline, at):
    hidden = network.card(draft.edition.coordination, name="Sans accord")
    with pytest.raises(Refused, match="n’est plus proposée"):
        propose(action, hidden, words="", by=agent, at=at)
    engage(action, coline, by=draft.holder, at=at)
    with pytest.raises(Refused, match="mène déjà"):
        propose(action, coline, words="", by=agent, at=at)
    assert engage(action, coline, by=draft.holder, at=at)
    assert action.practitioners.count() == 1


def test_a_card_withdrawn_before_the_answer_is_not_taken_up(proposal, coline, draft, at):
    withdraw_consent(coline, through=Through.LINK, by=None, at=at)
    with pytest.raises(Refused, match="n’est plus proposée"):
        take_proposal(proposal, by=draft.holder, at=at)
    proposal.refresh_from_db()
    assert proposal.is_open


def test_no_more_than_six_wait_at_once(action, draft, agent, at):
    for rank in range(6):
        propose(action, card(draft, f"Personne {rank}"), words="", by=agent, at=at)
    with pytest.raises(Refused, match="attendent déjà"):
        propose(action, card(draft, "De trop"), words="", by=agent, at=at)


def test_a_filed_dossier_is_proposed_nobody_and_answers_nothing(
    desk, draft, action, coline, proposal
):
    Dossier.objects.update(state="submitted")
    told = {"action": action.pk, "practitioner": card(draft, "Une autre").pk, "words": ""}
    assert desk.post(proposing(draft), told).status_code == 403
    page = desk.get(proposing(draft))
    assert "ne s’écrit plus" in page.text
    assert "Envoyer la proposition" not in page.text


def test_the_coordination_takes_a_proposal_back(desk, draft, proposal):
    url = reverse("desk:proposal_withdraw", args=[draft.pk, proposal.pk])
    assert "La proposition est retirée." in desk.post(url, follow=True).text
    assert "déjà sa réponse" in desk.post(url, follow=True).text.replace("\xa0", " ")


def test_a_dossier_without_an_action_says_so(desk, draft):
    assert "n’a encore écrit aucune action" in desk.get(proposing(draft)).text
    told = {"action": "12", "practitioner": "3"}
    assert desk.post(proposing(draft), told).status_code == 404


def test_a_card_that_is_gone_is_said_so(desk, draft, action):
    answer = desk.post(proposing(draft), {"action": action.pk, "practitioner": "999999"})
    assert (answer.status_code, "n’est plus proposée" in answer.text) == (422, True)


def test_nobody_else_reads_or_answers_them(client, draft, proposal):
    client.force_login(person())
    url = reverse("dossiers:proposal", args=[draft.pk, proposal.pk, "reprendre"])
    assert client.post(url).status_code == 404
    assert client.get(proposing(draft)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_actions_ask_for_their_proposals_at_once(
    draft, agent, at, count, django_assert_num_queries
):
    for rank in range(count):
        made = draft.actions.create(position=rank, title="Une", nature="faire")
        propose(action_of(draft, made.pk), card(draft), words="", by=agent, at=at)
    actions = list(draft.actions.all())
    with django_assert_num_queries(1):
        open_proposals(actions)
        assert [len(action.proposed) for action in actions] == [1] * count
