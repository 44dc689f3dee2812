"""What was typed in a correction and not sent back: put aside, said to both, put in again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.calls.actions import save_edition_document
from passeurs.documents.rules import DOCUMENT
from passeurs.dossiers import tasks
from passeurs.dossiers.actions.attachments import attach
from passeurs.dossiers.actions.corrections import (
    extend_request,
    keep_field,
    lapse_requests,
    replace_file,
    withdraw_request,
)
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.forms.single import FIELDS, changes_to, slot_at, spots_of
from passeurs.dossiers.models import CorrectionItem, CorrectionRequest, Dossier, FieldChange
from passeurs.dossiers.queries.corrections import correction_in
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.documents import file_of
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories.corrections import (
    SUMMARY,
    action_place,
    change,
    items_of,
    prepare,
    sent,
    subjects,
)
from tests.factories.documents import upload
from tests.factories.organisations import team_member

pytestmark = pytest.mark.django_db
LATE = timedelta(seconds=1)


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


def read(dossier):
    return dump(Dossier.objects.get(pk=dossier.pk))


def fresh(correction):
    found = Dossier.objects.get(pk=correction.dossier.pk)
    return correction_in(found, correction.pk)


def withdraw(correction, agent, at):
    withdraw_request(fresh(correction), reason="", fields=FIELDS, by=agent, at=at)


def lapse(correction):
    return lapse_requests(at=correction.due_at + LATE, fields=FIELDS)


def extend(correction, agent):
    late = correction.due_at + timedelta(days=1)
    due_at = late + timedelta(days=3)
    extend_request(fresh(correction), due_at=due_at, fields=FIELDS, by=agent, at=late)
    return late


def test_withdrawn_the_dossier_says_what_was_filed_and_the_text_is_kept(filed, agent, now):
    before = read(filed)
    correction = sent(filed, agent, now, SUMMARY, ("project", "", "title"))
    item = items_of(correction)[0]
    change(item, "Tapé, pas renvoyé.", now)
    OutboxMessage.objects.all().delete()
    withdraw(correction, agent, now)
    assert read(filed) == before
    item.refresh_from_db()
    assert (item.is_aside, item.after) == (True, "Tapé, pas renvoyé.")
    assert filed.snapshots.count() == 1
    written = FieldChange.objects.filter(dossier=filed, field="summary").order_by("pk")
    assert [one.by for one in written][-2:] == [filed.holder, agent]
    told = OutboxMessage.objects.get(to=filed.holder.email).text
    assert f"gardé à part :\n- {item}" in told.replace("\xa0", " ")
    assert Entry.objects.get(verb="correction.withdrawn").data["aside"] == 1


def test_withdrawn_before_anything_was_typed_it_speaks_of_nothing_kept(filed, agent, now):
    correction = sent(filed, agent, now)
    keep_field(items_of(correction)[0], reason="C’est juste.", by=filed.holder, at=now)
    OutboxMessage.objects.all().delete()
    withdraw(correction, agent, now)
    assert not CorrectionItem.objects.filter(is_aside=True).exists()
    assert "gardé à part" not in OutboxMessage.objects.get().text


def test_the_date_passed_both_sides_are_told_once_and_the_dossier_says_what_was_filed(
    filed, agent, now
):
    before = read(filed)
    correction = sent(filed, agent, now)
    change(items_of(correction)[0], "Tapé, pas renvoyé.", now)
    OutboxMessage.objects.all().delete()
    assert lapse_requests(at=correction.due_at, fields=FIELDS) == 0
    assert (lapse(correction), lapse(correction)) == (1, 0)
    assert read(filed) == before
    assert {one.to for one in OutboxMessage.objects.all()} == {filed.holder.email, agent.email}
    assert all("non renvoyée" in subject for subject in subjects())
    assert filed.snapshots.count() == 1
    assert Entry.objects.get(verb="correction.lapsed").data["aside"] == 1
    last = FieldChange.objects.filter(dossier=filed, field="summary").latest("pk")
    assert (last.by, last.signature) == (None, "Fin de la correction")


def test_of_two_workers_one_closes_it(filed, agent, now):
    correction = sent(filed, agent, now)
    stale = CorrectionRequest.objects.get(pk=correction.pk)
    lapse(correction)
    from passeurs.dossiers.actions import corrections

    assert not corrections._lapse(stale, FIELDS, at=correction.due_at + LATE)


def test_the_worker_closes_what_is_late(filed, agent, now):
    correction = sent(filed, agent, now)
    CorrectionRequest.objects.filter(pk=correction.pk).update(due_at=timezone.now() - LATE)
    tasks.end_corrections.call()
    assert CorrectionRequest.objects.get(pk=correction.pk).aside_at


def test_given_more_time_what_was_typed_is_in_the_fields_again(filed, agent, now):
    correction = sent(filed, agent, now, SUMMARY, action_place(filed, "participants"))
    by_field = {item.field: item for item in items_of(correction)}
    change(by_field["summary"], "Tapé, pas renvoyé.", now)
    change(by_field["participants"], "17", now)
    typed = read(filed)
    lapse(correction)
    assert read(filed) != typed
    extend(correction, agent)
    assert read(filed) == typed
    assert not CorrectionItem.objects.filter(is_aside=True).exists()
    assert fresh(correction).aside_at is None


def test_withdrawn_after_its_date_it_stays_aside_and_is_told_again(filed, agent, now):
    correction = sent(filed, agent, now)
    change(items_of(correction)[0], "Tapé, pas renvoyé.", now)
    lapse(correction)
    first = fresh(correction).aside_at
    OutboxMessage.objects.all().delete()
    withdraw(correction, agent, correction.due_at + timedelta(days=1))
    assert fresh(correction).aside_at == first
    assert items_of(correction)[0].after == "Tapé, pas renvoyé."
    assert "gardé à part" in OutboxMessage.objects.get().text


def test_a_row_gone_meanwhile_is_left_alone(filed, agent, now):
    correction = sent(filed, agent, now, action_place(filed, "participants"))
    change(items_of(correction)[0], "17", now)
    filed.actions.filter(pk=items_of(correction)[0].row[1:]).delete()
    lapse(correction)
    assert not CorrectionItem.objects.filter(is_aside=True).exists()


def test_a_text_of_the_structure_written_since_elsewhere_is_left_there(filed, agent, now):
    place = ("structure", "", "acronym")
    correction = sent(filed, agent, now, place)
    change(items_of(correction)[0], "SIGLE", now)
    type(filed.structure).objects.filter(pk=filed.structure_id).update(acronym="AUTRE")
    withdraw(correction, agent, now)
    filed.structure.refresh_from_db()
    assert filed.structure.acronym == "AUTRE"


def test_a_text_of_the_structure_goes_back_too(filed, agent, now):
    before = read(filed)
    correction = sent(filed, agent, now, ("structure", "", "acronym"))
    change(items_of(correction)[0], "SIGLE", now)
    withdraw(correction, agent, now)
    assert read(filed) == before


FOLLOWED = {"kind": "nature", "street": "place_proof"}


@pytest.mark.parametrize("field", FOLLOWED)
def test_what_a_field_drags_along_goes_back_with_it(ready, agent, at, now, field):
    action = ready.actions.first()
    kinds = ready.edition.document()["action_kinds"]
    other = next(kind for kind in kinds if kind["code"] != action.kind)
    action.nature, action.place_proof, action.street = "workshop", "BAN", "1 rue Basse"
    action.save()
    submit_dossier(ready, by=ready.holder, at=at)
    filed = Dossier.objects.get(pk=ready.pk)
    correction = sent(filed, agent, now, action_place(filed, field))
    item = items_of(correction)[0]
    beside = FOLLOWED[field]
    told = getattr(action, beside)
    assert item.beside == told
    change(item, {"kind": other["code"], "street": "2 rue Haute"}[field], now, by=ready.holder)
    filed.actions.filter(pk=action.pk).update(**{beside: "autre"})
    lapse(correction)
    action.refresh_from_db()
    assert getattr(action, beside) == told
    extend(correction, agent)
    action.refresh_from_db()
    assert getattr(action, beside) == "autre"


def test_a_place_that_goes_back_is_in_its_zones_again(filed, agent, now):
    action = filed.actions.first()
    correction = sent(filed, agent, now, action_place(filed, "declared_qpv"))
    item = items_of(correction)[0]
    change(item, "QP031001", now)
    filed.actions.filter(pk=action.pk).update(findings={"faux": 1})
    withdraw(correction, agent, now)
    action.refresh_from_db()
    assert "faux" not in action.findings


def test_a_film_taken_off_comes_back_at_its_place(filed, agent, now):
    action = filed.actions.first()
    action.films.create(free_title="Un film libre")
    action.films.create(free_title="Un autre")
    before = read(filed)
    correction = sent(filed, agent, now, action_place(filed, "films"))
    change(items_of(correction)[0], ["~Un autre"], now)
    assert read(filed) != before
    lapse(correction)
    assert read(filed) == before
    extend(correction, agent)
    assert "~Un film libre" not in FIELDS.values(fresh(correction).dossier, items_of(correction))


def joined(dossier, item, name, at):
    place = slot_at(dossier, item)
    subject = {"kind": place.kind, "person": place.person, "partner": place.partner}
    options = {"allowed": DOCUMENT, "by": dossier.holder, "at": at}
    return replace_file(item, upload(name), subject=subject, **options)


def test_a_document_gives_way_to_the_one_it_replaced_and_is_still_read(filed, agent, at, now):
    place = next(place for place in spots_of(filed) if place[2].startswith("file:") and place[1])
    row = CorrectionItem(section=place[0], row=place[1], field=place[2])
    slot = slot_at(filed, row)
    subject = {"kind": slot.kind, "person": slot.person, "partner": slot.partner}
    filed.attachments.filter(**subject).update(removed_at=at)
    Dossier.objects.filter(pk=filed.pk).update(state="draft")
    found = Dossier.objects.get(pk=filed.pk)
    options = {"allowed": DOCUMENT, "by": filed.holder, "at": at}
    old = attach(found, upload("ancien.pdf"), **subject, **options)
    Dossier.objects.filter(pk=filed.pk).update(state="submitted")
    before = read(filed)
    correction = sent(filed, agent, now, place)
    new = joined(filed, items_of(correction)[0], "nouveau.pdf", now + LATE)
    typed = read(filed)
    lapse(correction)
    assert read(filed) == before
    assert file_of(filed, new.pk) == new
    assert items_of(correction)[0].after == "nouveau.pdf"
    extend(correction, agent)
    assert read(filed) == typed
    old.refresh_from_db()
    assert old.removed_at


def test_every_field_of_a_dossier_takes_its_own_text_again(filed):
    """Whatever the coordination opened can be closed: no form refuses what it had filed."""
    for spot in spots_of(filed).values():
        if spot.field.startswith("file:"):
            continue
        request = CorrectionRequest(dossier=filed)
        item = CorrectionItem(
            request=request, section=spot.section, row=spot.row, field=spot.field, label="x"
        )
        made = changes_to(filed, item, spot.value)
        assert len(made) == 1, spot.key
        empty = {"[]": "", "{}": ""}
        texts = [empty.get(text, text) for text in (made[0].before, made[0].after)]
        assert texts == [spot.value, spot.value], spot.key


def test_a_request_asks_in_the_words_of_the_edition(edition, filed, agent, now):
    body = "Chère équipe de {porteur}, avant le {date limite} :\n{corrections}"
    words = {"kind": "correction", "subject": "À revoir : {titre}", "body": body}
    document = {**edition.document(), "wordings": [words]}
    save_edition_document(edition, document, by=None, at=now)
    filed = Dossier.objects.get(pk=filed.pk)
    sent(filed, agent, now)
    mail = OutboxMessage.objects.get()
    assert mail.subject == f"À revoir : {filed.project.title}"
    assert f"Chère équipe de {filed.structure.name}" in mail.text
    assert mail.text.count("À préciser.") == 1
    assert "heure de Paris" in mail.text


def test_words_that_leave_the_points_out_have_them_below(edition, filed, agent, now):
    words = {"kind": "correction", "subject": "À revoir", "body": "Bonjour."}
    document = {**edition.document(), "wordings": [words]}
    save_edition_document(edition, document, by=None, at=now)
    sent(Dossier.objects.get(pk=filed.pk), agent, now)
    assert "> À préciser." in OutboxMessage.objects.get().text


def test_a_draft_is_never_late(filed, agent, now):
    draft = prepare(filed, agent, now)
    assert lapse(draft) == 0
