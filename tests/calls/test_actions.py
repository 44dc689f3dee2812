"""Creating, changing, publishing and cloning an edition."""

import pytest

from passeurs.accounts.models import User
from passeurs.calls.actions import (
    clone_edition,
    create_edition_from_document,
    publish_edition,
    save_edition_document,
)
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from tests.factories import calls

pytestmark = pytest.mark.django_db


def verbs():
    return list(Entry.objects.values_list("verb", "scope"))


def test_an_edition_is_created_as_a_draft_and_journaled():
    wanted = calls.document()
    edition = create_edition_from_document(wanted, calls.coordination(), by=None, at=calls.NOW)
    assert not edition.is_public
    assert verbs() == [("edition.created", "la-trame")]


def test_an_inconsistent_edition_is_refused_with_its_reasons_and_nothing_is_written():
    with pytest.raises(Refused) as refusal:
        calls.edition(calendar={"filing_before": "2022-10-31T23:59:59"})
    assert "Sans doute le 31" in refusal.value.reasons[0]
    assert (Edition.objects.count(), Entry.objects.count()) == (0, 0)


def test_two_editions_cannot_share_an_address():
    calls.edition()
    with pytest.raises(Refused, match="porte déjà cette adresse"):
        calls.edition()


def test_changing_an_edition_refreshes_every_reading_of_it():
    edition = calls.edition()
    changed = calls.document(money={"ceiling": "5500.00"})
    save_edition_document(edition, changed, by=None, at=calls.NOW, reason="Nouvelle enveloppe")
    fresh = Edition.objects.get(pk=edition.pk)
    assert fresh.document()["money"]["ceiling"] == "5500.00"
    entry = Entry.objects.get(verb="edition.changed")
    assert (entry.reason, entry.data["before"]["money"]["ceiling"]) == (
        "Nouvelle enveloppe",
        "5000.00",
    )


def test_saving_the_same_document_again_leaves_no_trace():
    edition = calls.edition()
    save_edition_document(edition, calls.document(), by=None, at=calls.NOW)
    assert verbs() == [("edition.created", "la-trame")]


def test_an_edition_cannot_take_the_address_of_another():
    calls.edition()
    other = calls.edition("occitanie-en-cours")
    with pytest.raises(Refused):
        save_edition_document(other, calls.document(), by=None, at=calls.NOW)


def test_publishing_twice_is_journaled_once():
    edition = calls.edition(is_public=False)
    publish_edition(edition, by=None, at=calls.NOW)
    publish_edition(edition, by=None, at=calls.NOW)
    assert Edition.objects.published().count() == 1
    assert verbs().count(("edition.published", "la-trame")) == 1


def test_a_clone_is_a_draft_of_another_year_that_remembers_where_it_came_from():
    by = User.objects.create(email="coordination@example.org")
    copy = clone_edition(calls.edition(), slug="occitanie-2025", shift_years=1, by=by, at=calls.NOW)
    assert (copy.year, copy.is_public, copy.title) == (2025, False, "Passeurs d’images 2025")
    assert copy.milestone("filing_before").text == "2024-10-31T23:59:59"
    assert copy.document()["clauses"] == calls.document()["clauses"]
    entry = Entry.objects.get(verb="edition.cloned")
    assert (entry.actor, entry.data) == (by, {"from": "occitanie-2024"})


def test_a_clone_needs_an_address_of_its_own():
    edition = calls.edition()
    with pytest.raises(Refused):
        clone_edition(edition, slug=edition.slug, shift_years=1, by=None, at=calls.NOW)
