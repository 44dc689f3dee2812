"""Following one dossier: who, under which labels, what the team tells itself."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.desk.actions.dockets import put_label
from passeurs.desk.models import Docket, Note
from passeurs.dossiers.queries.document import dump
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
AT = factory.AT


@pytest.fixture
def made(edition):
    return factory.complete_dossier(edition)


def page_of(made):
    return reverse("desk:following", args=[made.pk])


def test_a_note_is_kept_with_its_author_and_taken_back_by_it_alone(client, agent, edition, made):
    client.post(reverse("desk:note", args=[made.pk]), {"text": "Rappeler la mairie\n\nlundi"})
    (note,) = Note.objects.all()
    page = client.get(page_of(made)).text
    assert "<p>Rappeler la mairie</p>" in page
    assert agent.get_full_name() in page
    forget = reverse("desk:note_forget", args=[made.pk, note.pk])
    client.force_login(organisations.team_member("coordination", edition.coordination))
    assert "Seule la personne" in client.post(forget, follow=True).text
    client.force_login(agent)
    client.post(forget)
    assert not Note.objects.exists()


def test_the_same_note_sent_twice_is_one(client, agent, made):
    for _ in range(2):
        client.post(reverse("desk:note", args=[made.pk]), {"text": "Deux clics"})
    assert Note.objects.count() == 1


@pytest.mark.parametrize(("text", "said"), [("  ", "Écrivez la note"), ("x" * 5001, "en deux")])
def test_a_note_that_does_not_hold_is_told_and_what_was_typed_stays(
    client, agent, made, text, said
):
    answer = client.post(reverse("desk:note", args=[made.pk]), {"text": text})
    assert answer.status_code == 422
    assert said in answer.text
    assert text.strip() in answer.text
    assert not Note.objects.exists()


def test_one_dossier_is_followed_and_labelled(client, agent, made):
    client.post(page_of(made), {"agent": agent.pk})
    client.post(page_of(made), {"poser": "1", "etiquette": "Phare"})
    docket = Docket.objects.get()
    assert (docket.agent, [str(one) for one in docket.labels.all()]) == (agent, ["Phare"])
    client.post(page_of(made), {"oter": "Phare"})
    client.post(page_of(made), {"agent": ""})
    docket.refresh_from_db()
    assert (docket.agent, docket.labels.count()) == (None, 0)
    assert "Écrivez l’étiquette" in client.post(page_of(made), {"poser": "1"}, follow=True).text
    stranger = organisations.team_member("drac", made.edition.coordination)
    client.post(page_of(made), {"agent": stranger.pk})
    docket.refresh_from_db()
    assert docket.agent is None


def test_the_holder_s_other_dossiers_are_told_those_of_other_regions_not(client, agent, made):
    other = factory.dossier(calls.edition("occitanie-2024"), title="L’an passé")
    away = factory.dossier(calls.edition("deux-seances-1"), title="KANARI")
    for one in (other, away):
        one.structure = made.structure
        one.save()
    page = client.get(page_of(made)).text
    assert "L’an passé" in page
    assert "KANARI" not in page


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_asks_as_much_whatever_is_in_it(client, agent, made, rows):
    for rank in range(rows):
        Note.objects.create(dossier=made, author=agent, text=f"note {rank}", at=AT)
        put_label([made], f"étiquette {rank}", by=agent, at=AT)
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(made))
    assert len(asked) == 8, "\n".join(one["sql"][:150] for one in asked)


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_neither_funders_nor_committee_open_it(client, edition, made, role):
    client.force_login(organisations.team_member(role, edition.coordination))
    for url in (page_of(made), reverse("desk:note", args=[made.pk])):
        assert client.post(url, {"text": "x"}).status_code in {403, 404}


def test_no_word_of_the_desk_reaches_the_holder_through_any_page(client, agent, made):
    """The pages a holder may open, the document and the journal of the dossier."""
    client.post(reverse("desk:note", args=[made.pk]), {"text": "KANARI note"})
    client.post(page_of(made), {"poser": "1", "etiquette": "KANARI"})
    client.post(page_of(made), {"agent": agent.pk})
    client.force_login(made.holder)
    names = ["structure", "projet", "partenaires", "actions", "budget", "pieces", "review"]
    names += ["history", "messages", "engagements", "publics", "team"]
    for name in names:
        answer = client.get(reverse(f"dossiers:{name}", args=[made.pk]))
        assert answer.status_code == 200, name
        assert "KANARI" not in answer.text
    assert client.get(page_of(made)).status_code in {403, 404}
    assert "KANARI" not in str(dump(made))


def test_the_dossiers_cannot_even_import_the_desk():
    """The contract of the layers is what keeps the notes apart; here, that they are the desk's."""
    assert {model._meta.app_label for model in (Note, Docket)} == {"desk"}
    below = apps.get_app_config("dossiers").get_models()
    assert not [one for one in below for field in one._meta.fields if field.related_model is Note]
