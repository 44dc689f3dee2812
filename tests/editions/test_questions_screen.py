"""The screens of the questions, the hints, the grid and the words of an edition."""

import pytest
from django.utils import timezone

from passeurs.calls.actions import save_edition_document
from passeurs.calls.checker import check
from passeurs.dossiers.models import Dossier
from passeurs.editions.forms.questions import next_number
from passeurs.editions.models import Change
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
HOME = "/bureau/editions/"
QUESTION = {
    "section": "partners",
    "label": "Lettre d’intérêt : quelle date ?",
    "kind": "date",
    "required": "on",
    "most": "31/01/2027",
}


def add(client, edition, code, **typed):
    edition.refresh_from_db()
    address = f"{HOME}{edition.slug}/listes/{code}/ajouter/"
    return client.post(address, {"version": edition.version, **typed})


def document(edition):
    edition.refresh_from_db()
    return edition.document()


def test_a_required_question_comes_with_the_rule_that_asks_for_it(client, agent, draft):
    assert add(client, draft, "questions", **QUESTION).status_code == 302
    found = document(draft)
    (row,) = found["questions"]
    assert row["code"] == "lettre_d_interet_quelle_date"
    assert (row["most"], row["required"]) == ("2027-01-31", True)
    (rule,) = [one for one in found["rules"] if one["code"] == "questions.answered"]
    (clause,) = [one for one in found["clauses"] if one["code"] == rule["clause"]]
    assert clause["number"].isdecimal()
    assert not [one for one in check(found) if one.where.startswith("questions")]
    add(client, draft, "questions", **QUESTION)
    again = document(draft)
    assert [row["code"] for row in again["questions"]][1].endswith("_2")
    assert len(again["rules"]) == len(found["rules"])


def test_an_article_s_number_follows_the_last():
    assert next_number([{"number": "3.7"}, {"number": "12"}, {"number": "annexe"}]) == "13"
    assert next_number([]) == "1"


@pytest.mark.parametrize(
    "change",
    [
        {"label": ""},
        {"label": "x" * 301},
        {"section": "cuisine"},
        {"kind": "couleur"},
        {"kind": "choice", "options": ""},
        {"kind": "choices", "options": "Un seul"},
        {"kind": "choice", "options": "Deux\nDeux"},
        {"kind": "number", "least": "douze"},
        {"kind": "number", "least": "12", "most": "3"},
        {"kind": "date", "least": "30/02/2027"},
        {"kind": "text", "max_length": "0"},
        {"kind": "text", "max_length": "999999"},
    ],
    ids=range(12),
)
def test_a_question_that_cannot_be_answered_is_refused(client, agent, draft, change):
    typed = QUESTION | {"most": ""} | change
    response = add(client, draft, "questions", **typed)
    assert response.status_code == 422
    assert "questions" not in document(draft)


def test_a_reply_that_keeps_its_words_keeps_its_code(client, agent, draft):
    typed = {"section": "actions", "label": "Comment ?", "kind": "choice"}
    add(client, draft, "questions", **typed, options="En bus\nÀ pied")
    address = f"{HOME}{draft.slug}/listes/questions/comment/"
    draft.refresh_from_db()
    renamed = typed | {"options": "À pied\nEn car", "version": draft.version}
    assert client.post(address, renamed).status_code == 302
    codes = [one["code"] for one in document(draft)["questions"][0]["options"]]
    assert codes == ["a_pied", "en_car"]


def test_a_question_with_answers_is_withdrawn_after_a_warning(client, agent, edition):
    base = {"section": "project", "help": "", "options": [], "required": False}
    row = base | {"code": "mot", "label": "Un mot ?", "kind": "text", "least": "", "most": ""}
    asked = {**edition.document(), "questions": [row]}
    save_edition_document(edition, asked, by=None, at=timezone.now())
    made = factory.dossier(edition)
    Dossier.objects.filter(pk=made.pk).update(answers={"mot": "Oui"})
    edition.refresh_from_db()
    address = f"{HOME}{edition.slug}/listes/questions/mot/retirer/"
    response = client.post(address, {"version": edition.version}, follow=True)
    page = response.content.decode()
    assert "Des réponses sont déjà données" in page
    assert "un dossier y a répondu" in page
    assert Change.objects.get().document["questions"] == []


def test_a_hint_is_written_once_for_a_section(client, agent, draft):
    assert add(client, draft, "conseils", section="budget", body="Comptez.").status_code == 302
    assert document(draft)["hints"] == [{"section": "budget", "body": "Comptez."}]
    assert add(client, draft, "conseils", section="budget", body="Encore.").status_code == 422


def test_a_line_of_the_grid_holds_together(client, agent, draft):
    typed = {"label": "Ambition", "weight": 2, "minimum": 0, "maximum": 5, "comment_under": 2}
    assert add(client, draft, "grille", **typed).status_code == 302
    assert document(draft)["grid"][0]["comment_under"] == 2
    for wrong in ({"maximum": 0}, {"comment_under": 9}, {"weight": 0}, {"minimum": ""}):
        assert add(client, draft, "grille", **(typed | wrong)).status_code == 422


def test_words_are_kept_previewed_and_their_fields_checked(client, agent, draft):
    made = factory.dossier(draft)
    typed = {"kind": "granted", "subject": "Oui, {porteur}", "body": "Avec {montant accordé}."}
    seen = add(client, draft, "modeles", **typed, apercu="1").content.decode()
    assert "Oui, Les Ateliers du Lot" in seen
    shown = add(client, draft, "modeles", **typed, apercu="1", reference=made.reference)
    assert f"Oui, {made.structure.name}" in shown.content.decode()
    assert "wordings" not in document(draft)
    wrong = add(client, draft, "modeles", **(typed | {"body": "Bonjour {prenom}"}))
    assert wrong.status_code == 422
    assert "prenom" in wrong.content.decode()
    assert add(client, draft, "modeles", **typed).status_code == 302
    assert document(draft)["wordings"][0]["subject"] == "Oui, {porteur}"


@pytest.mark.parametrize("code", ["questions", "conseils", "grille", "modeles"])
def test_a_hundred_thousand_signs_are_refused_without_an_accident(client, agent, draft, code):
    typed = {"label": "x" * 100_000, "body": "x" * 100_000, "subject": "x", "kind": "filed"}
    assert add(client, draft, code, section="project", **typed).status_code == 422
