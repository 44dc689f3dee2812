from datetime import timedelta

import pytest

from passeurs.contacts import actions
from passeurs.contacts.models import Contact
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
    "message": "Un parcours à Terre Rouge <b>",
}


def write(edition, *, at=make.AT, by=None, **facts):
    return actions.write_contact(edition, FACTS | facts, by=by, at=at)


def test_a_message_is_dated_at_the_instant_it_is_written(edition):
    contact = write(edition)
    assert (contact.at, contact.channel, contact.state) == (make.AT, "form", "new")
    assert contact.coordination == edition.coordination


def test_a_message_tells_the_coordination_and_acknowledges_to_the_person(edition):
    write(edition)
    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == [
        "la-trame@exemple.fr",
        "nadia@exemple.fr",
    ]


def test_the_acknowledgement_repeats_nothing_that_was_typed(edition):
    write(edition, person_name="Achetez ici")
    letter = OutboxMessage.objects.get(to="nadia@exemple.fr")
    for typed in ("Achetez", "Terre Rouge", "Pont-Vieux"):
        assert typed not in letter.subject + letter.text + letter.html
    assert "12\u00a0septembre\u00a02023 à 10\u00a0h\u00a000" in letter.text


def test_markup_in_a_message_is_not_markup_in_the_mail(edition):
    write(edition)
    assert "<b>" not in OutboxMessage.objects.get(to="la-trame@exemple.fr").html


def test_the_same_message_sent_twice_is_one_contact_told_once(edition):
    first = write(edition)
    assert write(edition, at=make.AT + timedelta(seconds=2)) == first
    assert (Contact.objects.count(), OutboxMessage.objects.count()) == (1, 2)


def test_the_same_message_written_much_later_is_another_contact(edition):
    write(edition)
    write(edition, at=make.AT + timedelta(hours=1))
    assert Contact.objects.count() == 2


def test_writing_is_journaled_for_the_coordination(edition):
    contact = write(edition)
    entry = Entry.objects.about(contact).get()
    assert (entry.verb, entry.scope, entry.actor) == ("contact.write", "la-trame", None)


def test_a_structure_that_writes_becomes_known_to_the_coordination(edition):
    user = make.person()
    structure = make.structure(member=user)
    write(edition, by=user, structure=structure)
    assert list(structure.coordinations.all()) == [edition.coordination]


def test_a_noted_call_keeps_its_own_date_beside_the_one_of_the_note(edition):
    agent = make.teammate(edition.coordination)
    facts = FACTS | {"at": make.AT, "channel": "phone"}
    later = make.AT + timedelta(days=3)
    contact = actions.record_contact(edition, facts, by=agent, at=later)
    assert (contact.at, contact.recorded_at, contact.state) == (make.AT, later, "answered")
    assert Entry.objects.about(contact).get().data["channel"] == "phone"


def test_a_noted_call_writes_to_nobody(edition):
    agent = make.teammate(edition.coordination)
    facts = FACTS | {"at": make.AT, "channel": "phone"}
    actions.record_contact(edition, facts, by=agent, at=make.AT)
    assert not OutboxMessage.objects.exists()


def test_tying_makes_the_structure_known_and_is_journaled(edition):
    agent = make.teammate(edition.coordination)
    contact, structure = make.contact(edition), make.structure()
    actions.tie_contact(contact, structure, by=agent, at=make.AT)
    contact.refresh_from_db()
    assert contact.structure == structure
    assert edition.coordination in structure.coordinations.all()
    assert Entry.objects.about(contact).get().data["structure"] == str(structure.pk)


def test_notes_are_rewritten_and_the_journal_keeps_the_former_ones(edition):
    agent = make.teammate(edition.coordination)
    contact = make.contact(edition, notes="avant")
    facts = {"notes": "après", "next_step": "rappeler", "next_step_on": None}
    actions.amend_notes(contact, facts, by=agent, at=make.AT)
    contact.refresh_from_db()
    assert contact.notes == "après"
    assert Entry.objects.about(contact).get().data["notes"] == "avant"


def test_of_two_colleagues_who_answer_the_second_is_told(edition):
    agent = make.teammate(edition.coordination)
    contact = make.contact(edition)
    twin = Contact.objects.get(pk=contact.pk)
    actions.answer_contact(contact, by=agent, at=make.AT)
    with pytest.raises(Refused):
        actions.answer_contact(twin, by=agent, at=make.AT)
    assert Entry.objects.about(contact).count() == 1


def test_reopening_forgets_the_answer(edition):
    agent = make.teammate(edition.coordination)
    contact = make.contact(edition)
    actions.answer_contact(contact, by=agent, at=make.AT)
    actions.reopen_contact(contact, by=agent, at=make.AT)
    assert (contact.state, contact.answered_at, contact.answered_by) == ("new", None, None)
