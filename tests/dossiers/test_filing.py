"""Filing: all or nothing, once, with a receipt that states the instant of reception."""

from datetime import timedelta
from decimal import Decimal

import pytest

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import (
    abandon_dossier,
    resume_dossier,
    submit_dossier,
    withdraw_dossier,
)
from passeurs.dossiers.models import Dossier, Snapshot
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.filing import sha256_of
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


def blocked_by(dossier, at):
    return {verdict.rule for verdict in verdicts_of(dossier, at=at) if verdict.is_blocking_now}


def test_a_complete_dossier_is_held_back_by_nothing(ready, at):
    assert blocked_by(ready, at) == set()


def test_filing_freezes_the_document_with_its_fingerprint(ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    assert snapshot.document["project"]["title"] == "Lumières de Terre Rouge"
    assert snapshot.sha256 == sha256_of(snapshot.document)
    assert snapshot.document["context"]["submitted_at"] == at.isoformat()


def test_the_receipt_states_the_instant_it_was_given(ready, at):
    assert submit_dossier(ready, by=ready.holder, at=at).received_at == at


def test_a_later_change_of_the_rows_leaves_the_snapshot_as_it_was(ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    ready.project.title = "Autre titre"
    ready.project.save()
    snapshot.refresh_from_db()
    assert snapshot.document["project"]["title"] == "Lumières de Terre Rouge"


def test_filing_is_journaled_with_who_and_when(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    entry = Entry.objects.get(verb="dossier.submit")
    assert (entry.actor, entry.at) == (ready.holder, at)


def test_the_holder_is_told_once_by_e_mail(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    assert OutboxMessage.objects.filter(to=ready.holder.email).count() == 1


def test_a_second_click_is_refused_and_writes_nothing(ready, at):
    twin = Dossier.objects.select_related("edition__coordination").get(pk=ready.pk)
    submit_dossier(ready, by=ready.holder, at=at)
    with pytest.raises(Refused):
        submit_dossier(twin, by=ready.holder, at=at)
    assert Snapshot.objects.count() == 1


def test_a_dossier_that_lacks_something_is_refused_with_its_reasons(draft, at):
    with pytest.raises(Refused) as refusal:
        submit_dossier(draft, by=draft.holder, at=at)
    assert any("Budget équilibré" in reason for reason in refusal.value.reasons)
    draft.refresh_from_db()
    assert (draft.state, Snapshot.objects.count()) == ("draft", 0)


def test_the_last_second_is_in_and_the_next_is_out(ready, edition):
    last = edition.filing_before_at
    assert "submission.before_deadline" not in blocked_by(
        ready, last + timedelta(microseconds=999_999)
    )
    assert "submission.before_deadline" in blocked_by(ready, last + timedelta(seconds=1))


def test_one_cent_over_the_ceiling_is_one_cent_too_many(edition, at):
    right = factory.complete_dossier(edition, request="5000.00", total="10000.00")
    over = factory.complete_dossier(edition, request="5000.01", total="10000.00")
    assert blocked_by(right, at) == set()
    assert blocked_by(over, at) == {"budget.ceiling"}


def test_sixty_per_cent_is_right_and_a_hundredth_more_is_not(edition, at):
    right = factory.complete_dossier(edition, request="3000.00", total="5000.00")
    over = factory.complete_dossier(edition, request="3000.50", total="5000.00")
    assert blocked_by(right, at) == set()
    assert blocked_by(over, at) == {"budget.share"}


def test_two_dossiers_of_one_holder_share_its_ceiling(edition, at):
    first = factory.complete_dossier(edition, request="3000.00", total="6000.00")
    second = factory.complete_dossier(
        edition, request="2500.00", total="6000.00", holder=first.holder, structure=first.structure
    )
    assert "budget.ceiling" in blocked_by(second, at)


def test_an_abandoned_dossier_no_longer_counts_in_the_holder_s_ceiling(edition, at):
    first = factory.complete_dossier(edition, request="3000.00", total="6000.00")
    second = factory.complete_dossier(
        edition, request="2500.00", total="6000.00", holder=first.holder, structure=first.structure
    )
    abandon_dossier(first, by=first.holder, at=at)
    assert blocked_by(second, at) == set()


def test_a_co_funder_at_zero_is_no_co_funder(ready, at):
    ready.budgetlines.filter(funder_kind="commune").update(amount=Decimal(0))
    assert "budget.cofunding" in blocked_by(ready, at)


def test_withdrawing_reopens_the_dossier_and_keeps_its_receipt(ready, at):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at + timedelta(hours=1))
    snapshot.refresh_from_db()
    ready.refresh_from_db()
    assert (ready.state, ready.submitted_at) == ("withdrawn", None)
    assert snapshot.withdrawn_at == at + timedelta(hours=1)


def test_filed_again_it_gets_a_second_receipt(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at)
    ready.refresh_from_db()
    second = submit_dossier(ready, by=ready.holder, at=at + timedelta(hours=2))
    assert (second.number, second.receipt_number[-3:]) == (2, "-R2")


def test_nothing_is_withdrawn_after_the_closing(ready, at, edition):
    submit_dossier(ready, by=ready.holder, at=at)
    with pytest.raises(Refused):
        withdraw_dossier(ready, by=ready.holder, at=edition.filing_before_at + timedelta(seconds=1))
    ready.refresh_from_db()
    assert ready.state == "submitted"


def test_an_abandoned_dossier_is_taken_up_again_while_the_call_is_open(draft, at, edition):
    abandon_dossier(draft, by=draft.holder, at=at)
    resume_dossier(draft, by=draft.holder, at=at)
    assert draft.state == "draft"
    abandon_dossier(draft, by=draft.holder, at=at)
    with pytest.raises(Refused):
        resume_dossier(draft, by=draft.holder, at=edition.filing_before_at + timedelta(seconds=1))


def test_the_document_is_the_same_when_nothing_changed(ready):
    assert dump(ready) == dump(Dossier.objects.get(pk=ready.pk))
