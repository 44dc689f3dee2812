"""The page of the corrections, from both sides; and that no other door writes meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.documents.storage import StorageAwayError
from passeurs.dossiers.actions.corrections import choose_fields, withdraw_request
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.enums import CorrectionState
from passeurs.dossiers.forms.single import FIELDS, form_at, row_at, slot_at, spots_of
from passeurs.dossiers.models import CorrectionItem, CorrectionRequest, Dossier
from passeurs.dossiers.queries.corrections import correction_in, draft_of
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.views import corrections as views
from tests.factories import organisations
from tests.factories.accounts import person
from tests.factories.corrections import SUMMARY, action_place, sent
from tests.factories.documents import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(ready):
    return organisations.team_member("coordination", ready.edition.coordination)


@pytest.fixture
def filed(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    found = Dossier.objects.get(pk=ready.pk)
    found.holder = ready.holder
    return found


@pytest.fixture
def holder(client, filed):
    client.force_login(filed.holder)
    return client


@pytest.fixture
def desk(client, agent):
    client.force_login(agent)
    return client


def url(name, made, *rest, app="dossiers"):
    return reverse(f"{app}:{name}", args=[made.pk, *rest])


def ask(filed, agent, *places):
    return sent(filed, agent, timezone.now(), *places)


def item_of(correction):
    return correction.items.get()


def page(client, made):
    return client.get(url("corrections", made)).content.decode()


def post(client, item, value, **more):
    shown = page(client, item.request.dossier)
    seen = shown.split('name="_seen" value="')[1].split('"')[0]
    given = {item.field: value, "_seen": seen} | more
    return client.post(url("correction_answer", item.request.dossier, item.pk), given)


def test_nothing_to_correct_is_said(holder, filed):
    assert "Rien n’est à corriger" in page(holder, filed)


def test_the_holder_reads_each_comment_beside_its_field_and_changes_it(holder, filed, agent):
    item = item_of(ask(filed, agent))
    shown = page(holder, filed)
    assert "À préciser." in shown
    assert 'name="summary"' in shown
    assert post(holder, item, "Un résumé plus juste.").status_code == 302
    filed.project.refresh_from_db()
    assert filed.project.summary == "Un résumé plus juste."
    assert "Ce qui a changé" in page(holder, filed)


def test_the_section_says_what_is_to_correct_there(holder, filed, agent):
    ask(filed, agent)
    assert "À préciser." in holder.get(url("projet", filed)).content.decode()
    assert "À préciser." not in holder.get(url("publics", filed)).content.decode()


def test_a_field_kept_says_why(holder, filed, agent):
    item = item_of(ask(filed, agent))
    address = url("correction_answer", filed, item.pk)
    refused = holder.post(address, {"_keep": "1", f"m{item.pk}-reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert holder.post(address, {"_keep": "1", f"m{item.pk}-reason": "x" * 3000}).status_code == 422
    done = holder.post(address, {"_keep": "1", f"m{item.pk}-reason": "C’est exact."})
    assert done.status_code == 302
    assert "C’est exact." in page(holder, filed)


def test_a_field_that_changed_meanwhile_is_not_overwritten(holder, filed, agent):
    item = item_of(ask(filed, agent))
    answer = post(holder, item, "Le mien.", _seen="autre")
    assert answer.status_code == 409
    assert "Le mien." in answer.content.decode()
    filed.project.refresh_from_db()
    assert filed.project.summary != "Le mien."


@pytest.mark.parametrize(
    "text", ["", "x" * 100_000, "🎬" * 50, "avec un \x00 nul"], ids=["vide", "long", "emoji", "nul"]
)
def test_odd_texts_are_answered(holder, filed, agent, text):
    item = item_of(ask(filed, agent))
    assert post(holder, item, text).status_code in {302, 422}


def test_what_is_typed_too_late_is_refused_and_stays_to_be_copied(holder, filed, agent):
    correction = ask(filed, agent)
    item = item_of(correction)
    shown = page(holder, filed)
    seen = shown.split('name="_seen" value="')[1].split('"')[0]
    withdraw_request(correction, reason="", fields=FIELDS, by=agent, at=timezone.now())
    given = {"summary": "Écrit trop tard.", "_seen": seen}
    answer = holder.post(url("correction_answer", filed, item.pk), given)
    assert answer.status_code == 423
    assert "Écrit trop tard." in answer.content.decode()


def test_past_the_date_no_form_is_shown(holder, filed, agent):
    correction = ask(filed, agent)
    CorrectionRequest.objects.filter(pk=correction.pk).update(
        due_at=timezone.now() - timedelta(minutes=1)
    )
    shown = page(holder, filed)
    assert "se sont refermés" in shown
    assert 'name="summary"' not in shown
    assert "se sont refermés" in holder.get(url("projet", filed)).content.decode()
    holder.post(url("correction_return", filed, correction.pk))
    assert filed.snapshots.count() == 1


def test_a_row_that_is_gone_is_said(holder, filed, agent):
    item = item_of(ask(filed, agent, action_place(filed)))
    filed.actions.filter(pk=item.row[1:]).delete()
    assert "plus rien" in page(holder, filed) or "n’existe plus" in page(holder, filed)
    answer = holder.post(url("correction_answer", filed, item.pk), {"starts_on": "2027-07-01"})
    assert answer.status_code == 302


def test_a_date_of_an_action_is_corrected(holder, filed, agent):
    item = item_of(ask(filed, agent, action_place(filed, "kind")))
    code = filed.edition.document()["action_kinds"][0]["code"]
    assert post(holder, item, code).status_code == 302
    assert filed.actions.get(pk=item.row[1:]).kind == code


def test_a_document_is_replaced(holder, filed, agent, monkeypatch):
    place = next(place for place in spots_of(filed) if place[2].startswith("file:"))
    item = item_of(ask(filed, agent, place))
    assert "Le nouveau fichier" in page(holder, filed)
    address = url("correction_answer", filed, item.pk)
    assert holder.post(address).status_code == 422
    wrong = {f"f{item.pk}-file": upload("faux.pdf", b"rien")}
    assert holder.post(address, wrong).status_code == 422
    assert holder.post(address, {f"f{item.pk}-file": upload("cv.pdf")}).status_code == 302

    def away(*_args, **_more):
        raise StorageAwayError

    monkeypatch.setattr(views, "replace_file", away)
    assert holder.post(address, {f"f{item.pk}-file": upload("cv.pdf")}).status_code == 503


def test_the_whole_is_sent_back(holder, filed, agent):
    correction = ask(filed, agent)
    assert "Sans réponse encore" in page(holder, filed)
    post(holder, item_of(correction), "Corrigé.")
    assert "Chaque champ a sa réponse" in page(holder, filed)
    assert holder.post(url("correction_return", filed, correction.pk)).status_code == 302
    assert filed.snapshots.count() == 2
    assert "Comparer avant et après" in page(holder, filed)


def test_who_only_writes_does_not_send_back(client, filed, agent):
    correction = ask(filed, agent)
    editor = person()
    filed.structure.memberships.create(user=editor, role="editor")
    client.force_login(editor)
    assert "peut renvoyer le tout" in page(client, filed)
    assert client.post(url("correction_return", filed, correction.pk)).status_code == 403


@pytest.mark.parametrize("verb", ["prolonger", "retirer"])
def test_the_coordination_settles_while_it_is_out(desk, filed, agent, verb):
    correction = ask(filed, agent)
    name, pk = views.NAMES[verb], correction.pk
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    given = {f"{verb}{pk}-due_on": day, f"{verb}{pk}-reason": "Vu."}
    assert desk.post(url(f"correction_{name}", filed, pk), given).status_code == 302
    assert "Demande du" in page(desk, filed)


def test_what_cannot_be_settled_is_said(desk, filed, agent):
    correction = ask(filed, agent)
    pk = correction.pk
    wrong = {f"prolonger{pk}-due_on": "2020-01-01"}
    assert desk.post(url("correction_extend", filed, pk), wrong).status_code == 422
    wrong = {f"prolonger{pk}-due_on": "le 32"}
    assert desk.post(url("correction_extend", filed, pk), wrong).status_code == 422
    assert desk.post(url("correction_accept", filed, pk)).status_code == 422
    assert desk.post(url("correction_accept", filed, pk + 1)).status_code == 404
    CorrectionRequest.objects.filter(pk=pk).update(state="returned")
    assert "Accepter la correction" in page(desk, filed)
    assert desk.post(url("correction_accept", filed, pk)).status_code == 302


def test_the_desk_picks_writes_reads_again_and_sends(desk, filed, agent):
    choose, write = (url(f"correction_{k}", filed, app="desk") for k in ("choose", "write"))
    preview = url("correction_preview", filed, app="desk")
    assert desk.get(write).status_code == 302
    assert desk.get(preview).status_code == 302
    assert "Résumé" in desk.get(choose).content.decode()
    assert desk.post(choose, {}).status_code == 422
    assert desk.post(choose, {"champ": "project||inconnu"}).status_code == 422
    assert desk.post(choose, {"champ": "|".join(SUMMARY)}).status_code == 302
    item = draft_of(filed).items.get()
    assert desk.get(write).status_code == 200
    assert "Dites ce qui est attendu" in desk.get(preview).content.decode()
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    given = {f"comment-{item.pk}": "Précisez le lieu.", "words": "Bonjour.", "due_on": day}
    assert desk.post(write, given | {"words": "x" * 3000}).status_code == 422
    assert desk.post(write, given).headers["Location"] == write
    assert desk.post(write, given | {"_then": "apercu"}).headers["Location"] == preview
    assert day in desk.get(write).content.decode()
    assert "Précisez le lieu." in desk.get(preview).content.decode()
    assert "checked" in desk.get(choose).content.decode()
    assert desk.post(preview).status_code == 302
    assert correction_in(filed, item.request_id).state == CorrectionState.SENT


def test_a_second_request_is_refused_where_it_is_sent(desk, filed, agent):
    ask(filed, agent)
    spots = spots_of(filed)
    choose_fields(filed, [spots[SUMMARY].chosen], by=agent, at=timezone.now())
    assert desk.post(url("correction_preview", filed, app="desk")).status_code == 422


def test_a_draft_is_dropped(desk, filed, agent):
    drop = url("correction_drop", filed, app="desk")
    assert desk.post(drop).status_code == 302
    choose_fields(filed, [spots_of(filed)[SUMMARY].chosen], by=agent, at=timezone.now())
    assert desk.post(drop).status_code == 302
    assert draft_of(filed) is None


def test_a_draft_is_never_shown_to_the_holder(holder, filed, agent):
    choose_fields(filed, [spots_of(filed)[SUMMARY].chosen], by=agent, at=timezone.now())
    item = CorrectionItem.objects.get()
    item.comment = "Secret encore."
    item.save()
    assert "Secret encore." not in page(holder, filed)
    assert holder.post(url("correction_answer", filed, item.pk), {}).status_code == 404


def test_every_field_of_a_dossier_has_its_form_alone(filed):
    """What the coordination may tick is what the holder can answer: one field, its own."""
    for spot in spots_of(filed).values():
        item = CorrectionItem(section=spot.section, row=spot.row, field=spot.field, label="x")
        if spot.field.startswith("file:"):
            assert slot_at(filed, item) is not None, spot.key
        else:
            form = form_at(filed, item)
            assert spot.field in form.fields, spot.key
            assert len(form.fields) <= 3, spot.key
            assert bool(spot.row) == (row_at(filed, item) is not None), spot.key


FILLED = {"_version": "0", "title": "Forcé", "summary": "Forcé", "name": "Forcé", "q-x": "1"}
FILLED |= {"kinds": "general", "companions": "99", "request": "1", "signatory": "Forcé"}


def doors_that_write(made):
    """Every address of a dossier that takes something, with what would change it."""
    sections = ("structure", "projet", "publics", "engagements", "budget", "pieces")
    questions = ("partners", "actions", "budget", "documents")
    return [
        *((url(name, made), FILLED) for name in sections),
        *((url("questions", made, code), FILLED) for code in questions),
        *doors_of_rows(made),
        *doors_beside(made),
    ]


def doors_of_rows(made):
    rows = {"actions": made.actions, "partners": made.partners, "people": made.persons}
    for family in (*rows, "funders"):
        yield url("row_add", made, family), {}
    for family, found in rows.items():
        for row in found.all()[:1]:
            yield url("row", made, family, row.pk), FILLED
            for verb in ("retirer", "monter", "descendre", "dupliquer"):
                yield url("row_change", made, family, row.pk, verb), {}


def doors_beside(made):
    action, partner = made.actions.first(), made.partners.first()
    yield url("place", made, action.pk), {"lat": "44.4", "lon": "1.4", "_version": "0"}
    yield url("venue_choose", made, action.pk), {"venue": "1", "_version": "0"}
    yield url("practitioner_choose", made, action.pk), {"practitioner": "1"}
    for name in ("people_pick", "people_take"):
        yield url(name, made), {"card": "1", "person": "1"}
    for name in ("budget_file", "budget_confirm", "budget_give_up", "carried_amounts"):
        yield url(name, made), {"_version": "0"}
    yield url("upload", made), {"kind": "free", "file": upload("x.pdf")}
    yield url("upload_begin", made), {"kind": "free", "name": "x.pdf", "size": "10"}
    yield url("partner_invite", made, partner.pk), {}
    for one in made.attachments.all()[:1]:
        yield url("file_remove", made, one.pk), {}
    for change in made.changes.all()[:2]:
        for side in ("avant", "apres"):
            yield url("put_back", made, change.pk, side), {}


@pytest.mark.parametrize("autosave", [False, True], ids=["formulaire", "autosave"])
def test_no_other_door_changes_anything_while_a_correction_is_open(holder, filed, agent, autosave):
    item = item_of(ask(filed, agent))
    post(holder, item, "Un premier texte.")
    before = dump(Dossier.objects.get(pk=filed.pk))
    headers = {"X-Autosave": "1"} if autosave else {}
    for address, given in doors_that_write(filed):
        answer = holder.post(address, given, headers=headers)
        assert answer.status_code in {302, 403, 404, 405, 409, 422, 423}, address
        assert dump(Dossier.objects.get(pk=filed.pk)) == before, address


def test_a_field_beside_the_one_asked_is_not_written_through_its_own_door(holder, filed, agent):
    item = item_of(ask(filed, agent))
    before = dump(Dossier.objects.get(pk=filed.pk))
    post(holder, item, "Seul ce champ.", title="Forcé", champ="title", section="budget")
    after = dump(Dossier.objects.get(pk=filed.pk))
    before["project"]["summary"] = after["project"]["summary"]
    assert after == before
