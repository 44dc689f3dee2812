"""The coordination's word on a verdict: with a reason, on a rule of the edition, journaled."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.rulings import rule_on, take_back
from passeurs.dossiers.models import Dossier, RuleRuling
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.journal.models import Entry
from tests.factories import organisations

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


def say(dossier, by, at, *, rule="contact.before_deadline", state="waived", reason="Grève"):
    return rule_on(dossier, rule, state=state, reason=reason, by=by, at=at)


def state_of(dossier, rule, at):
    return next(str(one.state) for one in verdicts_of(dossier, at=at) if one.rule == rule)


def test_a_waived_rule_no_longer_holds_the_dossier_back(draft, agent, at):
    say(draft, agent, at)
    assert state_of(draft, "contact.before_deadline", at) == "waived"


def test_the_reason_is_kept_without_its_spaces_and_journaled(draft, agent, at):
    ruling = say(draft, agent, at, reason="  Grève des postes \n")
    entry = Entry.objects.get(verb="dossier.ruling")
    assert ruling.reason == "Grève des postes"
    assert (entry.actor, entry.at, entry.scope) == (agent, at, "la-trame")
    assert entry.data == {"rule": "contact.before_deadline", "state": "waived"}


def test_a_second_word_replaces_the_first_and_both_are_journaled(draft, agent, at):
    say(draft, agent, at)
    take_back(draft, "contact.before_deadline", by=agent, at=at)
    say(draft, agent, at + timedelta(days=1), reason="Erreur de dossier")
    assert RuleRuling.objects.get().reason == "Erreur de dossier"
    assert Entry.objects.filter(verb="dossier.ruling").count() == 2


def test_a_decision_stands_until_it_is_taken_back(draft, agent, at):
    say(draft, agent, at)
    with pytest.raises(Refused):
        say(draft, agent, at + timedelta(days=1))
    take_back(draft, "contact.before_deadline", by=agent, at=at)
    take_back(draft, "contact.before_deadline", by=agent, at=at)
    assert Entry.objects.filter(verb="dossier.ruling_back").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_word_without_a_reason(draft, agent, at, reason):
    with pytest.raises(Refused) as refusal:
        say(draft, agent, at, reason=reason)
    assert "Dites pourquoi" in refusal.value.reasons[0]
    assert not RuleRuling.objects.exists()
    assert not Entry.objects.filter(verb="dossier.ruling").exists()


def test_no_word_on_a_rule_that_the_edition_does_not_have(draft, agent, at):
    with pytest.raises(Refused):
        say(draft, agent, at, rule="inventee.de.toutes.pieces")
    assert not RuleRuling.objects.exists()


HOLDER = "holder.eligible_status"


@pytest.fixture
def confirmed(draft, agent, at):
    """A holder whose SIRET nobody had verified, confirmed by the coordination."""
    type(draft.structure).objects.filter(pk=draft.structure.pk).update(siret_state="unverified")
    found = Dossier.objects.get(pk=draft.pk)
    say(found, agent, at, rule=HOLDER, state="confirmed")
    return found


def test_a_decision_is_to_be_given_again_once_the_facts_under_it_changed(confirmed, agent, at):
    assert state_of(confirmed, HOLDER, at) == "met"
    confirmed.structure.siret = organisations.siret()
    confirmed.structure.save()
    assert state_of(confirmed, HOLDER, at) == "to_confirm"
    say(confirmed, agent, at, rule=HOLDER, state="confirmed", reason="Revu")
    assert state_of(confirmed, HOLDER, at) == "met"
    assert RuleRuling.objects.get().reason == "Revu"


def test_both_sides_read_that_a_decision_is_to_be_given_again(client, confirmed, agent):
    confirmed.structure.siret = organisations.siret()
    confirmed.structure.save()
    client.force_login(agent)
    assert "À revoir" in client.get(reverse("desk:dossier", args=[confirmed.pk])).text
    client.force_login(confirmed.structure.memberships.get().user)
    page = client.get(reverse("dossiers:structure", args=[confirmed.pk])).text
    assert "est à revoir" in page


def test_a_decision_older_than_its_facts_holds_whatever_they_are(confirmed, at):
    RuleRuling.objects.update(digest="")
    confirmed.structure.siret = organisations.siret()
    confirmed.structure.save()
    assert state_of(confirmed, HOLDER, at) == "met"
