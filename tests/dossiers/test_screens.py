"""The screens: who may open them, what they keep, what they answer to an autosave."""

import pytest
from django.urls import reverse

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
SCREENS = (
    "structure",
    "partenaires",
    "projet",
    "publics",
    "actions",
    "budget",
    "pieces",
    "engagements",
    "review",
)


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def address(dossier, name):
    return reverse(f"dossiers:{name}", args=[dossier.pk])


@pytest.mark.parametrize("name", SCREENS)
def test_the_holder_opens_every_section(holder, ready, name):
    assert holder.get(address(ready, name)).status_code == 200


@pytest.mark.parametrize("name", SCREENS)
def test_a_stranger_does_not_know_the_dossier_exists(client, ready, name):
    client.force_login(person())
    assert client.get(address(ready, name)).status_code == 404


@pytest.mark.parametrize("name", SCREENS)
def test_another_coordination_does_not_know_it_either(client, ready, name):
    other = organisations.coordination("ailleurs")
    client.force_login(organisations.team_member("coordination", other))
    assert client.get(address(ready, name)).status_code == 404


def test_the_drac_does_not_see_a_draft_and_reads_a_filed_dossier(client, ready, at):
    client.force_login(organisations.team_member("drac", ready.edition.coordination))
    assert client.get(address(ready, "review")).status_code == 404
    submit_dossier(ready, by=ready.holder, at=at)
    assert client.get(address(ready, "review")).status_code == 200


def test_the_coordination_reads_but_does_not_write(client, ready):
    client.force_login(organisations.team_member("coordination", ready.edition.coordination))
    assert client.get(address(ready, "projet")).status_code == 200
    answer = client.post(address(ready, "projet"), {"_version": 0, "title": "Changé"})
    assert answer.status_code == 403
    assert Dossier.objects.get(pk=ready.pk).project.title == "Lumières de Terre Rouge"


def test_an_autosave_answers_with_the_version_and_the_hour(holder, ready):
    answer = holder.post(
        address(ready, "projet"),
        {"_version": 0, "summary": "Un résumé neuf"},
        headers={"X-Autosave": "1"},
    )
    assert answer.json()["version"] == 1
    assert answer.json()["saved"] == ["summary"]
    assert "h" in answer.json()["saved_at"]
    ready.project.refresh_from_db()
    assert ready.project.summary == "Un résumé neuf"


def test_an_autosave_leaves_alone_what_it_does_not_name(holder, ready):
    holder.post(
        address(ready, "projet"), {"_version": 0, "summary": "Neuf"}, headers={"X-Autosave": "1"}
    )
    ready.project.refresh_from_db()
    assert ready.project.objectives == ["images"]


def test_a_wrong_field_does_not_keep_the_right_ones_from_being_saved(holder, ready):
    data = {"_version": 0, "companions": "beaucoup", "share_qpv": "60"}
    answer = holder.post(address(ready, "publics"), data, headers={"X-Autosave": "1"}).json()
    assert answer["saved"] == ["share_qpv"]
    assert list(answer["errors"]) == ["companions"]


def test_without_javascript_a_wrong_amount_stays_as_typed(holder, ready):
    answer = holder.post(address(ready, "budget"), {"_version": 0, "project-601": "douze"})
    assert answer.status_code == 422
    assert 'value="douze"' in answer.content.decode()
    assert "Ce montant n’est pas un nombre" in answer.content.decode()


def test_an_amount_is_read_as_people_write_it(holder, ready):
    data = {"_version": 0, "project-601": "1 234,50 €"}
    holder.post(address(ready, "budget"), data, headers={"X-Autosave": "1"})
    assert str(ready.budgetlines.get(code="601").amount) == "1234.50"


def test_an_emptied_amount_removes_its_line(holder, ready):
    data = {"_version": 0, "structure-641": ""}
    holder.post(address(ready, "budget"), data, headers={"X-Autosave": "1"})
    assert not ready.budgetlines.filter(code="641").exists()


def test_an_age_band_is_saved_by_its_own_cell(holder, ready):
    data = {"_version": 0, "band-18-25-women": "7"}
    holder.post(address(ready, "publics"), data, headers={"X-Autosave": "1"})
    ready.audience.refresh_from_db()
    assert ready.audience.bands["18-25"] == {"women": 7}
    assert ready.audience.bands["12-14"] == {"women": 10, "men": 8}


def test_a_hundred_thousand_characters_are_refused_in_words_and_kept_on_screen(holder, ready):
    text = "é" * 100_000
    answer = holder.post(address(ready, "projet"), {"_version": 0, "summary": text})
    assert answer.status_code == 422
    assert "20000 au plus" in answer.content.decode()
    assert text in answer.content.decode()


def test_a_page_without_its_version_is_told_so(holder, ready):
    answer = holder.post(address(ready, "projet"), {"summary": "x"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 423
    assert "rechargez" in answer.json()["message"]


def test_rows_are_added_moved_duplicated_and_removed(holder, ready):
    actions = list(ready.actions.all())
    holder.post(
        reverse("dossiers:row_change", args=[ready.pk, "actions", actions[0].pk, "descendre"])
    )
    assert [a.title for a in ready.actions.all()][:2] == ["Action 2", "Action 1"]
    holder.post(
        reverse("dossiers:row_change", args=[ready.pk, "actions", actions[0].pk, "dupliquer"])
    )
    assert [a.title for a in ready.actions.all()] == [
        "Action 2",
        "Action 1",
        "Action 1 (copie)",
        "Action 3",
    ]
    holder.post(
        reverse("dossiers:row_change", args=[ready.pk, "actions", actions[0].pk, "retirer"])
    )
    holder.post(reverse("dossiers:row_add", args=[ready.pk, "partners"]))
    assert (ready.actions.count(), ready.partners.count()) == (3, 3)


def test_a_row_of_another_dossier_is_not_found(holder, ready, edition):
    other = factory.complete_dossier(edition)
    row = other.actions.first()
    answer = holder.post(
        reverse("dossiers:row", args=[ready.pk, "actions", row.pk]),
        {"_version": 0, "title": "Pris"},
    )
    assert answer.status_code == 404


def test_filing_without_the_sworn_statement_is_refused_beside_its_box(holder, ready):
    answer = holder.post(address(ready, "submit"), {})
    assert answer.status_code == 422
    assert "Cochez cette attestation" in answer.content.decode()


def test_filing_leads_to_the_receipt_at_once(holder, ready):
    answer = holder.post(address(ready, "submit"), {"sworn": "on"}, follow=True)
    assert "Votre dossier est déposé" in answer.content.decode()


def test_an_editor_writes_but_does_not_file(client, ready):
    editor = person()
    ready.structure.memberships.create(user=editor, role="editor")
    client.force_login(editor)
    assert client.post(address(ready, "submit"), {"sworn": "on"}).status_code == 403


def test_a_filed_dossier_is_shown_and_no_longer_written(holder, ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    assert "Ce dossier est déposé" in holder.get(address(ready, "projet")).content.decode()
    answer = holder.post(address(ready, "projet"), {"_version": 0, "summary": "Trop tard"})
    assert answer.status_code == 403
