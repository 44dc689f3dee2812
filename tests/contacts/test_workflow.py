from itertools import product

import pytest

from passeurs.contacts import workflow
from passeurs.contacts.enums import State
from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from tests.factories import contacts as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "state"), list(product(workflow.TRANSITIONS, State.values)))
def test_only_the_transitions_of_the_table_move_a_contact(edition, name, state):
    agent = make.teammate(edition.coordination)
    contact = make.contact(edition, state=state)
    sources, target = workflow.TRANSITIONS[name]
    if state in sources:
        workflow.move(contact, name, by=agent, at=make.AT)
        assert contact.state == target
        assert Entry.objects.about(contact).get().verb == f"contact.{name}"
    else:
        with pytest.raises(Refused):
            workflow.move(contact, name, by=agent, at=make.AT)
        assert not Entry.objects.exists()


def test_what_is_possible_is_what_the_table_says(edition):
    assert workflow.possible(make.contact(edition, state="new")) == ["answer", "close"]
    assert workflow.possible(make.contact(edition, state="closed")) == ["reopen"]
