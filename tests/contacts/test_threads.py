"""Several exchanges with the same structure or person are one thread."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from passeurs.contacts import actions
from passeurs.contacts.models import Contact
from passeurs.contacts.queries import (
    contacts_for,
    desk_list,
    due_by,
    exchanges_of,
    next_steps,
    silent,
    thread_of,
)
from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db
FACTS = {
    "structure_name": "MJC du Pont-Vieux",
    "city": "Cahors",
    "person_name": "Nadia Ferrer",
    "email": "nadia@exemple.fr",
    "phone": "",
    "wish": "mail",
    "message": "Un parcours à Terre Rouge",
}
LATER = make.AT + timedelta(days=2)
CALL = {"at": LATER, "channel": "phone", "person_name": "Nadia", "message": "On se rappelle"}


@pytest.fixture
def agent(edition):
    return make.teammate(edition.coordination)


def test_a_second_message_joins_the_thread_and_waits_for_an_answer_again(edition, agent):
    first = actions.write_contact(edition, FACTS, by=None, at=make.AT)
    actions.answer_contact(first, by=agent, at=make.AT)
    again = actions.write_contact(edition, FACTS | {"message": "Et ?"}, by=None, at=LATER)
    first.refresh_from_db()
    assert (again.thread, first.state, first.last_at) == (first, "new", LATER)
    assert list(desk_list(agent)) == [first]
    assert OutboxMessage.objects.count() == 4


def test_a_second_message_before_any_answer_leaves_the_thread_waiting(edition):
    first = actions.write_contact(edition, FACTS, by=None, at=make.AT)
    actions.write_contact(edition, FACTS | {"message": "Et ?"}, by=None, at=LATER)
    first.refresh_from_db()
    assert first.state == "new"


@pytest.mark.parametrize("change", [{"email": "autre@exemple.fr"}, {"structure_name": "Une autre"}])
def test_somebody_else_or_another_structure_is_another_thread(edition, change):
    actions.write_contact(edition, FACTS, by=None, at=make.AT)
    other = actions.write_contact(edition, FACTS | change, by=None, at=LATER)
    assert other.thread is None


def test_the_name_of_the_structure_is_read_without_accents_or_capitals(edition):
    first = make.contact(edition, structure_name="École du Regard")
    found = thread_of(
        edition, structure=None, structure_name="ecole du regard", email="NADIA@exemple.fr"
    )
    assert found == first


def test_without_an_address_nor_a_structure_no_thread_is_joined(edition):
    make.contact(edition, email="")
    named = {"structure_name": "MJC du Pont-Vieux", "email": ""}
    assert thread_of(edition, structure=None, **named) is None
    assert thread_of(edition, structure=make.structure(), **named) is None


def test_a_message_that_joins_a_tied_thread_is_with_its_structure(edition, agent):
    structure = make.structure()
    first = actions.write_contact(edition, FACTS, by=None, at=make.AT)
    actions.tie_contact(first, structure, by=agent, at=make.AT)
    again = actions.write_contact(edition, FACTS | {"message": "Et ?"}, by=None, at=LATER)
    assert again.structure == structure


def test_a_call_noted_by_hand_joins_the_thread_of_its_structure(edition, agent):
    structure = make.structure(known_to=edition.coordination)
    first = make.contact(edition, structure=structure)
    facts = FACTS | CALL | {"structure": structure, "notes": "", "email": ""}
    assert actions.record_contact(edition, facts, by=agent, at=LATER) == first
    assert [one.message for one in exchanges_of(first)] == ["Bonjour", "On se rappelle"]


def test_what_followed_answers_the_thread_and_says_what_comes_next(edition, agent):
    thread = make.contact(edition)
    facts = CALL | {"next_step": "envoyer l’appel", "next_step_on": date(2023, 9, 20)}
    written = actions.follow_contact(thread, facts, by=agent, at=LATER)
    thread.refresh_from_db()
    assert (thread.state, thread.next_step_on) == ("answered", date(2023, 9, 20))
    assert (written.structure_name, written.thread) == (thread.structure_name, thread)
    assert Entry.objects.about(thread).filter(verb="contact.follow").exists()


def test_an_exchange_told_late_does_not_pass_for_the_latest(edition, agent):
    thread = make.contact(edition, at=LATER)
    actions.follow_contact(thread, CALL | {"at": make.AT}, by=agent, at=LATER)
    thread.refresh_from_db()
    assert thread.last_at == LATER


def test_the_rule_reads_the_earliest_exchange_of_the_thread(edition, agent):
    structure = make.structure(known_to=edition.coordination)
    thread = make.contact(edition, at=LATER)
    early = actions.follow_contact(thread, CALL | {"at": make.AT}, by=agent, at=LATER)
    actions.tie_contact(thread, structure, by=agent, at=LATER)
    assert list(contacts_for(structure, edition)) == [early, thread]


def test_a_page_sent_twice_notes_one_exchange(edition, agent):
    thread, key = make.contact(edition), uuid4()
    for _ in range(2):
        actions.follow_contact(thread, CALL, by=agent, at=LATER, key=key)
    assert Contact.objects.count() == 2


def test_an_answer_by_mail_leaves_once_and_stays_in_the_record(edition, agent):
    thread, key = make.contact(edition, next_step="rappeler"), uuid4()
    for _ in range(2):
        actions.answer_by_mail(
            thread, "Bonjour Nadia <b>", subject="Votre projet", by=agent, at=LATER, key=key
        )
    letter = OutboxMessage.objects.get()
    assert (letter.to, letter.subject) == ("nadia@exemple.fr", "Votre projet")
    assert "Bonjour Nadia <b>" in letter.text
    assert "<b>" not in letter.html
    thread.refresh_from_db()
    assert (thread.state, thread.last_is_ours, thread.next_step) == ("answered", True, "rappeler")
    assert thread.following.get().message == "Bonjour Nadia <b>"


def test_without_an_address_nothing_leaves(edition, agent):
    thread = make.contact(edition, email="")
    with pytest.raises(Refused):
        actions.answer_by_mail(thread, "Oui", subject="Oui", by=agent, at=LATER, key=uuid4())
    assert not thread.following.exists()


TODAY = date(2023, 9, 14)
DAYS = {
    "hier": (-1, "retard"),
    "aujourd’hui": (0, "aujourdhui"),
    "demain": (1, "semaine"),
    "dans sept jours": (7, "semaine"),
    "dans huit jours": (8, None),
}


@pytest.mark.parametrize("when", DAYS)
def test_each_step_is_in_one_list(edition, when):
    days, expected = DAYS[when]
    make.contact(edition, state="answered", next_step_on=TODAY + timedelta(days=days))
    lists = due_by(today=TODAY)
    assert [name for name in lists if Contact.objects.filter(lists[name]).exists()] == (
        [expected] if expected else []
    )


def test_a_closed_thread_is_chased_no_more(edition, agent):
    make.contact(edition, state="closed", next_step_on=TODAY)
    make.contact(edition, next_step_on=TODAY, rank=1)
    assert next_steps(agent, today=TODAY).count() == 1


def test_who_has_not_answered_our_word_for_a_week_is_silent(edition, agent):
    thread = make.contact(edition)
    make.contact(edition, state="answered")
    actions.follow_contact(thread, CALL | {"is_ours": True}, by=agent, at=LATER)
    for days, expected in ((6, []), (7, [thread])):
        at = LATER + timedelta(days=days)
        assert list(Contact.objects.threads().filter(silent(at=at))) == expected


def test_the_list_is_filtered_by_any_channel_of_the_thread(edition, agent):
    thread = make.contact(edition)
    make.contact(edition, rank=1)
    actions.follow_contact(thread, CALL, by=agent, at=LATER)
    assert list(desk_list(agent, channel="phone")) == [thread]
    assert desk_list(agent, channel="form").count() == 2


def test_a_closed_thread_stays_closed_when_something_follows(edition, agent):
    thread = make.contact(edition)
    actions.close_contact(thread, by=agent, at=LATER)
    actions.follow_contact(thread, CALL, by=agent, at=LATER)
    thread.refresh_from_db()
    assert thread.state == "closed"
