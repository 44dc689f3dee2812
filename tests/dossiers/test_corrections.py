"""Corrections of a filed dossier: only the fields asked for open, until the date, once."""

from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.documents.rules import DOCUMENT
from passeurs.dossiers.actions.corrections import (
    MOST_ITEMS,
    Chosen,
    accept_request,
    choose_fields,
    correct_field,
    drop_draft,
    extend_request,
    keep_field,
    replace_file,
    send_request,
    withdraw_request,
    write_draft,
)
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.budget_lines import REQUEST
from passeurs.dossiers.enums import CorrectionState, State
from passeurs.dossiers.forms.single import FIELDS, form_at, slot_at, spots_of, values_for
from passeurs.dossiers.models import Action, CorrectionRequest, Dossier, FieldChange
from passeurs.dossiers.queries.corrections import (
    correction_in,
    corrections_of,
    draft_of,
    item_in,
    judged_as_filed,
)
from passeurs.dossiers.queries.obligations import obligations_of, obligations_of_holder
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories.corrections import (
    SUMMARY,
    action_place,
    change,
    items_of,
    prepare,
    return_it,
    sent,
    subjects,
)
from tests.factories.documents import upload
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(edition):
    return team_member("coordination", edition.coordination)


@pytest.fixture
def filed(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    OutboxMessage.objects.all().delete()
    found = Dossier.objects.get(pk=ready.pk)
    found.holder = ready.holder
    return found


@pytest.fixture
def now(at):
    return at + timedelta(days=1)


def test_a_draft_tells_nobody_and_opens_nothing(filed, agent, now):
    draft = prepare(filed, agent, now)
    assert corrections_of(filed) == []
    assert correction_in(filed, draft.pk) is None
    assert item_in(filed, draft.items.get().pk) is None
    assert not OutboxMessage.objects.exists()
    with pytest.raises(Refused, match="plus ouvert"):
        change(draft.items.get(), "Autre.", now)


def test_choosing_again_keeps_the_comments_of_what_stays(filed, agent, now):
    draft = prepare(filed, agent, now, SUMMARY, ("project", "", "title"))
    spots = spots_of(filed)
    again = [spots[SUMMARY].chosen, spots[action_place(filed)].chosen]
    choose_fields(filed, again, by=agent, at=now)
    comments = {item.field: item.comment for item in draft_of(filed).items.all()}
    assert comments == {"summary": "À préciser.", "starts_on": ""}
    assert draft_of(filed).pk == draft.pk


def test_what_cannot_be_chosen_is_told(filed, agent, now):
    with pytest.raises(Refused, match="au moins un"):
        choose_fields(filed, [], by=agent, at=now)
    many = [Chosen("project", "", f"f{n}", "x") for n in range(MOST_ITEMS + 1)]
    with pytest.raises(Refused, match="60"):
        choose_fields(filed, many, by=agent, at=now)


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.WITHDRAWN, State.ABANDONED, State.INADMISSIBLE]
)
def test_only_a_dossier_that_stands_filed_is_corrected(filed, agent, now, state):
    Dossier.objects.filter(pk=filed.pk).update(state=state)
    with pytest.raises(Refused, match="plus déposé"):
        choose_fields(filed, [Chosen(*SUMMARY, "Résumé")], by=agent, at=now)


def test_a_text_too_long_is_refused(filed, agent, now):
    draft = prepare(filed, agent, now)
    with pytest.raises(Refused, match="trop long"):
        write_draft(draft, words="x" * 2001, due_at=now, comments={})


def test_a_comment_of_a_field_not_spoken_of_stays(filed, agent, now):
    draft = prepare(filed, agent, now)
    write_draft(draft, words="", due_at=now, comments={})
    assert draft.items.get().comment == "À préciser."


def test_a_draft_may_be_dropped_once(filed, agent, now):
    draft = prepare(filed, agent, now)
    drop_draft(draft, by=agent, at=now)
    assert draft_of(filed) is None
    with pytest.raises(Refused, match="changé"):
        drop_draft(draft, by=agent, at=now)


@pytest.mark.parametrize(
    ("days", "sentence"), [(None, "jusqu’à quel jour"), (-1, "passé"), (400, "trop loin")]
)
def test_a_request_needs_a_date_to_come(filed, agent, now, days, sentence):
    draft = prepare(filed, agent, now)
    draft.due_at = None if days is None else now + timedelta(days=days)
    with pytest.raises(Refused, match=sentence):
        send_request(draft, values=values_for(filed, draft.items.all()), by=agent, at=now)


def test_a_request_needs_a_field_and_its_comment(filed, agent, now):
    draft = prepare(filed, agent, now)
    draft.items.update(comment="")
    with pytest.raises(Refused, match="attendu pour"):
        send_request(draft, values=values_for(filed, draft.items.all()), by=agent, at=now)
    draft.items.all().delete()
    with pytest.raises(Refused, match="au moins un champ"):
        send_request(draft, values={}, by=agent, at=now)


def test_a_field_whose_row_is_gone_cannot_be_asked(filed, agent, now):
    draft = prepare(filed, agent, now, action_place(filed))
    Action.objects.filter(pk=filed.actions.first().pk).delete()
    gone = Dossier.objects.get(pk=filed.pk)
    with pytest.raises(Refused, match="plus ce champ"):
        send_request(draft, values=values_for(gone, draft.items.all()), by=agent, at=now)


def test_sending_tells_the_holder_each_comment_and_the_date(filed, agent, now):
    sent(filed, agent, now)
    message = OutboxMessage.objects.get()
    assert message.to == filed.holder.email
    assert "> À préciser." in message.text
    assert "> Merci de revoir ceci." in message.text
    assert Entry.objects.filter(verb="correction.sent", scope=filed.edition.coordination.slug)


def test_of_two_requests_the_second_is_refused(filed, agent, now):
    sent(filed, agent, now)
    second = prepare(filed, agent, now, ("project", "", "title"))
    with pytest.raises(Refused, match="déjà chez le porteur"):
        send_request(second, values=values_for(filed, second.items.all()), by=agent, at=now)
    assert draft_of(filed).pk == second.pk


def test_of_two_agents_who_send_the_same_one_wins(filed, agent, now):
    draft = prepare(filed, agent, now)
    other = draft_of(filed)
    values = values_for(filed, draft.items.all())
    send_request(draft, values=values, by=agent, at=now)
    with pytest.raises(Refused, match="changé"):
        send_request(other, values=values, by=agent, at=now)
    assert OutboxMessage.objects.count() == 1


def test_the_field_asked_for_is_written_and_remembered(filed, agent, now):
    item = items_of(sent(filed, agent, now))[0]
    change(item, "Un résumé plus précis.", now)
    filed.project.refresh_from_db()
    item.refresh_from_db()
    assert filed.project.summary == "Un résumé plus précis."
    assert (item.answer, item.answered_by) == ("changed", filed.holder)
    assert FieldChange.objects.filter(dossier=filed, field="summary", by=filed.holder).exists()
    assert Dossier.objects.get(pk=filed.pk).state == State.SUBMITTED


def test_the_same_text_answers_nothing(filed, agent, now):
    item = items_of(sent(filed, agent, now))[0]
    assert change(item, filed.project.summary, now).names == []
    item.refresh_from_db()
    assert item.answer == ""


def test_another_field_than_the_one_asked_is_refused(filed, agent, now):
    item = items_of(sent(filed, agent, now))[0]
    form = form_at(filed, item, {"summary": "Oui."})
    form.is_valid()
    other = form.change("title", "Un autre titre")
    with pytest.raises(Refused, match="pas ouvert"):
        correct_field(item, [other], version=1, by=filed.holder, at=now)


def test_a_date_of_one_action_is_corrected_alone(filed, agent, now):
    item = items_of(sent(filed, agent, now, action_place(filed, "participants")))[0]
    change(item, "17", now)
    first, *others = filed.actions.all()
    assert first.participants == 17
    assert all(one.participants != 17 for one in others)


def test_a_reason_is_needed_to_keep_a_field(filed, agent, now):
    item = items_of(sent(filed, agent, now))[0]
    with pytest.raises(Refused, match="pourquoi"):
        keep_field(item, reason="  ", by=filed.holder, at=now)
    with pytest.raises(Refused, match="trop longue"):
        keep_field(item, reason="x" * 2001, by=filed.holder, at=now)
    keep_field(item, reason="Le total est juste.", by=filed.holder, at=now)
    item.refresh_from_db()
    assert (item.answer, item.reason) == ("kept", "Le total est juste.")


def test_the_fields_close_by_themselves_and_keep_what_was_typed(filed, agent, now):
    correction = sent(filed, agent, now)
    item = items_of(correction)[0]
    change(item, "Avant la date.", correction.due_at)
    after = correction.due_at + timedelta(seconds=1)
    with pytest.raises(Refused, match="plus ouvert"):
        change(item, "Après la date.", after)
    with pytest.raises(Refused, match="plus ouvert"):
        keep_field(item, reason="Non.", by=filed.holder, at=after)
    with pytest.raises(Refused, match="plus ouvert"):
        return_it(correction, after)
    filed.project.refresh_from_db()
    assert filed.project.summary == "Avant la date."
    assert correction.stage(at=after) == "lapsed"
    assert filed.snapshots.count() == 1


def test_returned_at_the_last_second_it_is_frozen_under_the_reception_it_had(filed, agent, now, at):
    correction = sent(filed, agent, now)
    change(items_of(correction)[0], "Corrigé.", now)
    frozen = return_it(correction, correction.due_at)
    first = filed.snapshots.get(number=1)
    assert (frozen.number, frozen.received_at) == (2, at)
    assert frozen.corrected_at == correction.due_at
    assert first.withdrawn_at is None
    assert first.document["project"]["summary"] != frozen.document["project"]["summary"]
    assert frozen.document["context"]["submitted_at"] == at.isoformat()
    found = Dossier.objects.get(pk=filed.pk)
    assert (found.state, found.submitted_at) == (State.SUBMITTED, at)
    correction.refresh_from_db()
    assert correction.state == CorrectionState.RETURNED
    assert correction.before == first
    assert items_of(correction)[0].after == "Corrigé."


def test_a_correction_returned_after_the_closing_is_not_late(filed, agent):
    after = filed.edition.filing_before_at + timedelta(days=30)
    correction = sent(filed, agent, after)
    change(items_of(correction)[0], "Corrigé.", after)
    frozen = return_it(correction, after)
    assert not [one for one in frozen.verdicts if one["state"] == "not_met" and one["blocking"]]


def test_both_sides_are_told_of_a_return_and_of_what_it_left(filed, agent, now):
    correction = sent(filed, agent, now, SUMMARY, ("budget", "", REQUEST))
    item = next(one for one in items_of(correction) if one.field == REQUEST)
    change(item, "90000", now)
    OutboxMessage.objects.all().delete()
    return_it(correction, now)
    mails = {one.to: one for one in OutboxMessage.objects.all()}
    assert "Résumé" in mails[filed.holder.email].text
    assert "ne sont plus remplis" in mails[agent.email].text
    assert Entry.objects.get(verb="correction.returned").data["unanswered"] == 1


def test_a_second_return_is_refused(filed, agent, now):
    correction = sent(filed, agent, now)
    return_it(correction, now)
    with pytest.raises(Refused):
        return_it(correction, now)
    assert filed.snapshots.count() == 2


def test_while_the_coordination_withdraws_the_holder_writes_no_more(filed, agent, now):
    correction = sent(filed, agent, now)
    item = items_of(correction)[0]
    withdraw_request(correction, reason="Vu par téléphone.", fields=FIELDS, by=agent, at=now)
    with pytest.raises(Refused, match="plus ouvert"):
        change(item, "Trop tard.", now, by=filed.holder)
    assert any("annulée" in subject for subject in subjects())
    with pytest.raises(Refused, match="changé"):
        withdraw_request(correction, reason="", fields=FIELDS, by=agent, at=now)
    with pytest.raises(Refused, match="trop long"):
        withdraw_request(correction, reason="x" * 2001, fields=FIELDS, by=agent, at=now)


def test_the_date_may_be_put_off_even_once_passed(filed, agent, now):
    correction = sent(filed, agent, now)
    late = correction.due_at + timedelta(days=2)
    extend_request(correction, due_at=late + timedelta(days=3), fields=FIELDS, by=agent, at=late)
    change(items_of(correction)[0], "Encore ouvert.", late, by=filed.holder)
    assert any("Vous avez jusqu’au" in subject for subject in subjects())
    for wrong, sentence in (
        (None, "à venir"),
        (late - timedelta(days=1), "à venir"),
        (late + timedelta(days=400), "trop loin"),
    ):
        with pytest.raises(Refused, match=sentence):
            extend_request(correction, due_at=wrong, fields=FIELDS, by=agent, at=late)


def test_what_came_back_is_accepted_and_told(filed, agent, now):
    correction = sent(filed, agent, now)
    with pytest.raises(Refused, match="changé"):
        accept_request(correction, by=agent, at=now)
    return_it(correction, now)
    correction = CorrectionRequest.objects.select_related("dossier").get(pk=correction.pk)
    accept_request(correction, by=agent, at=now)
    assert correction.state == CorrectionState.ACCEPTED
    assert any("acceptée" in subject for subject in subjects())


def test_what_was_never_sent_back_is_never_accepted(filed, agent, now):
    correction = sent(filed, agent, now)
    change(items_of(correction)[0], "Jamais renvoyé.", now)
    late = correction.due_at + timedelta(days=1)
    with pytest.raises(Refused, match="changé"):
        accept_request(correction, by=agent, at=late)
    assert filed.snapshots.count() == 1


def test_a_dossier_taken_back_asks_for_no_correction_any_more(filed, agent, at):
    soon = at + timedelta(minutes=5)
    correction = sent(filed, agent, soon)
    withdraw_dossier(Dossier.objects.get(pk=filed.pk), by=filed.holder, at=soon)
    correction.refresh_from_db()
    assert correction.state == CorrectionState.WITHDRAWN


def test_a_document_takes_the_place_of_the_one_of_its_slot(filed, agent, now):
    kind = filed.edition.document()["documents"][0]["kind"]
    slot = next(place for place in spots_of(filed) if place[2].startswith("file:"))
    item = items_of(sent(filed, agent, now, slot))[0]
    place = slot_at(filed, item)
    subject = {"kind": place.kind, "person": place.person, "partner": place.partner}
    options = {"allowed": DOCUMENT, "by": filed.holder, "at": now}
    first = replace_file(item, upload("un.pdf"), subject=subject, **options)
    second = replace_file(item, upload("deux.pdf"), subject=subject, **options)
    first.refresh_from_db()
    assert first.removed_at == now
    assert second.removed_at is None
    with pytest.raises(Refused, match="pas ouvert"):
        replace_file(item, upload("x.pdf"), subject=subject | {"kind": f"{kind}x"}, **options)


def test_a_document_is_refused_once_the_request_is_closed(filed, agent, now):
    slot = next(place for place in spots_of(filed) if place[2].startswith("file:"))
    correction = sent(filed, agent, now, slot)
    item = items_of(correction)[0]
    place = slot_at(filed, item)
    subject = {"kind": place.kind, "person": place.person, "partner": place.partner}
    late = correction.due_at + timedelta(seconds=1)
    options = {"allowed": DOCUMENT, "by": filed.holder, "at": late}
    with pytest.raises(Refused, match="plus ouvert"):
        replace_file(item, upload("un.pdf"), subject=subject, **options)
    assert not filed.attachments.filter(file__original_name="un.pdf").exists()


def test_what_is_owed_says_corrections_due_then_come_back(filed, agent, now):
    correction = sent(filed, agent, now)
    owed = obligations_of(filed)
    assert [(one.kind, one.owed_by) for one in owed] == [("correction", "holder")]
    assert obligations_of_holder(filed.holder)[0].url.endswith(f"#demande-{correction.pk}")
    return_it(correction, now)
    assert [one.owed_by for one in obligations_of(filed)] == ["coordination"]


def test_a_filing_without_an_instant_is_judged_now(draft, at):
    document, _, _ = judged_as_filed(draft, at=at)
    assert document["context"]["submitted_at"] == at.isoformat()


def test_reading_the_requests_costs_the_same_for_one_or_three(
    filed, agent, now, django_assert_num_queries
):
    sent(filed, agent, now)
    with django_assert_num_queries(2):
        corrections_of(filed)
    for _ in range(2):
        CorrectionRequest.objects.filter(state="sent").update(state="accepted")
        sent(filed, agent, now)
    with django_assert_num_queries(2):
        assert len(corrections_of(filed)) == 3
