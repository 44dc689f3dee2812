"""Reply templates: kept by a team, inserted where it writes, unknown to everybody else."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.desk.actions import templates as actions
from passeurs.desk.actions.jobs import prepare_job
from passeurs.desk.enums import JobKind
from passeurs.desk.models import Job, ReplyTemplate
from passeurs.dossiers.models import Dossier, Message
from passeurs.journal.models import Entry
from tests.factories import calls, documents, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
AT = factory.AT
LIST = "/bureau/modeles/"
NEW = "/bureau/modeles/nouveau/"
WORDS = "Bonjour {représentant},\n\nIl manque une pièce à « {titre} »."


@pytest.fixture
def made(edition):
    return factory.complete_dossier(edition)


@pytest.fixture
def colleague(edition):
    return organisations.team_member("coordination", edition.coordination)


def template(agent, home, title="Pièce manquante", **facts):
    facts = {"is_shared": True, "body": WORDS, "theme": "Pièces"} | facts
    row = ReplyTemplate(coordination=home.coordination, title=title, **facts)
    return actions.write_template(row, by=agent, at=AT)


def told(**changes):
    facts = {"title": "Pièce manquante", "theme": "Pièces", "edition": "", "body": WORDS}
    return facts | {"readers": "equipe"} | changes


def kept():
    """What the journal says of templates."""
    return Entry.objects.filter(verb__startswith="template.")


def page_of(row):
    return reverse("desk:template", args=[row.pk])


def exchange(made):
    return reverse("desk:exchange", args=[made.pk])


def act(client, row, verb):
    return client.post(reverse(f"desk:template_{verb}", args=[row.pk]), follow=True)


# ------------------------------------------------------------------------------------- keeping


def test_a_template_is_written_then_changed_and_both_are_journaled(client, agent, edition):
    assert client.post(NEW, told())["Location"] == LIST
    row = ReplyTemplate.objects.get()
    assert (row.owner, row.coordination, row.edition) == (agent, edition.coordination, None)
    assert (row.is_shared, row.theme) == (True, "Pièces")
    change = told(title="Il manque une pièce", edition=edition.pk, version=row.version)
    assert client.post(page_of(row), change).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.edition, row.version) == ("Il manque une pièce", edition, 2)
    assert set(kept().values_list("verb", "scope")) == {
        ("template.created", edition.coordination.slug),
        ("template.changed", edition.coordination.slug),
    }
    assert "Il manque une pièce" in client.get(LIST).text


def test_the_journal_does_not_tell_the_title_of_what_one_keeps_for_oneself(agent, edition):
    template(agent, edition, "KANARI", is_shared=False)
    template(agent, edition, "À tous")
    assert [one.data for one in kept().order_by("pk")] == [{}, {"title": "À tous"}]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Donnez un titre"),
        ({"title": "x" * 81}, "80"),
        ({"body": ""}, "Écrivez le texte"),
        ({"body": "x" * 8001}, "8"),
        ({"body": "Bonjour {prénom} et {âge}"}, "Champ inconnu\u00a0: {prénom}, {âge}."),
        ({"body": "nul\0"}, "nul"),
        ({"theme": "x" * 41}, "40"),
        ({"edition": "999999"}, "choix"),
        ({"edition": "n’importe"}, "choix"),
        ({"readers": "tous"}, "choix"),
        ({"readers": ""}, "Dites qui se sert"),
    ],
)
def test_what_makes_no_sense_is_told_and_stays_typed(client, agent, change, sentence):
    answer = client.post(NEW, told(theme="Thème gardé") | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Thème gardé" in answer.text or "theme" in change
    assert not ReplyTemplate.objects.exists()


def test_an_edition_of_another_coordination_is_not_a_choice(client, agent):
    elsewhere = calls.edition("deux-seances-1")
    assert client.post(NEW, told(edition=elsewhere.pk)).status_code == 422
    assert elsewhere.title not in client.get(NEW).text


def test_who_writes_for_two_teams_says_for_which(client, agent, edition):
    elsewhere = calls.edition("deux-seances-1")
    elsewhere.coordination.team.create(user=agent, role="coordination")
    assert client.post(NEW, told()).status_code == 422
    theirs = told(coordination=elsewhere.coordination_id)
    answer = client.post(NEW, theirs | {"edition": edition.pk})
    assert (answer.status_code, "d’une autre coordination" in answer.text) == (422, True)
    assert client.post(NEW, theirs | {"edition": elsewhere.pk}).status_code == 302
    assert ReplyTemplate.objects.get().coordination == elsewhere.coordination


@pytest.mark.parametrize("words", ["{prénom}", "Bonjour { âge }"])
def test_an_unknown_field_is_refused_whoever_asks(agent, edition, words):
    with pytest.raises(Refused, match="Champ inconnu"):
        template(agent, edition, body=words)


def test_two_templates_in_service_never_bear_one_title(client, agent, colleague, edition):
    first = template(colleague, edition)
    answer = client.post(NEW, told(title="PIÈCE MANQUANTE".capitalize()))
    assert (answer.status_code, "s’appelle déjà ainsi" in answer.text) == (422, True)
    act(client, first, "archive")
    assert client.post(NEW, told()).status_code == 302
    assert "s’appelle déjà ainsi" in act(client, first, "restore").text
    first.refresh_from_db()
    assert first.archived_at


def test_past_sixty_in_service_one_is_archived_first(client, agent, edition, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    template(agent, edition)
    answer = client.post(NEW, told(title="Un autre"))
    assert (answer.status_code, "archivez-en un" in answer.text) == (422, True)


def test_a_colleague_s_change_is_shown_before_it_is_written_over(client, agent, edition):
    row = template(agent, edition)
    changed = {"title": row.title, "theme": "", "edition": None, "is_shared": True}
    actions.change_template(row, changed | {"body": "Le sien."}, version=1, by=agent, at=AT)
    answer = client.post(page_of(row), told(body="Le mien.", version=1))
    assert answer.status_code == 422
    assert "Le mien." in answer.text
    assert "Le sien." in answer.text
    assert 'name="version" value="2"' in answer.text
    assert client.post(page_of(row), told(body="Le mien.", version=2)).status_code == 302
    row.refresh_from_db()
    assert (row.body, row.version) == ("Le mien.", 3)


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999"])
def test_a_page_without_its_version_writes_over_nothing(client, agent, edition, version):
    row = template(agent, edition)
    assert client.post(page_of(row), told(body="Autre.", version=version)).status_code == 422
    row.refresh_from_db()
    assert row.body == WORDS


def test_the_preview_merges_an_example_and_keeps_nothing(client, agent):
    page = client.post(NEW, told(apercu="1"))
    assert page.status_code == 200
    assert "Bonjour Claire Vidal," in page.text
    assert "{représentant}," in page.text
    assert not ReplyTemplate.objects.exists()


def test_one_starts_from_the_words_of_another(client, agent, edition):
    row = template(agent, edition)
    page = client.get(NEW, {"de": row.pk}).text
    assert "Pièce manquante (copie)" in page
    assert "{représentant}" in page
    for nothing in ("", "x", "9" * 12, "999"):
        assert "(copie)" not in client.get(NEW, {"de": nothing}).text


# ---------------------------------------------------------------------------- archived, erased


def test_archived_it_is_listed_apart_and_offered_no_more(client, agent, edition, made):
    row = template(agent, edition)
    assert row.title in client.get(exchange(made)).text
    for _ in range(2):
        assert "n’est plus proposé" in act(client, row, "archive").text
    assert Entry.objects.filter(verb="template.archived").count() == 1
    assert row.title not in client.get(LIST).text
    assert row.title in client.get(LIST, {"voir": "archives"}).text
    assert row.title not in client.get(exchange(made)).text
    asked = client.get(exchange(made), {"modele": row.pk})
    assert (asked.status_code, "n’est plus proposé" in asked.text) == (200, True)
    assert "Il manque" not in asked.text
    assert "en service" in act(client, row, "restore").text
    assert row.title in client.get(exchange(made)).text


def test_one_that_served_is_never_erased(client, agent, edition):
    row = template(agent, edition)
    actions.count_use([row], at=AT)
    assert "ne s’efface pas" in act(client, row, "erase").text
    assert "Effacer" not in client.get(LIST).text
    ReplyTemplate.objects.update(uses=0)
    assert "Modèle effacé" in act(client, row, "erase").text
    assert not ReplyTemplate.objects.exists()


def test_the_most_used_comes_first(client, agent, edition, made):
    for title in ("Aube", "Brume", "Ciel"):
        row = template(agent, edition, title)
    actions.count_use([row], at=AT)
    for page in (client.get(LIST).text, client.get(exchange(made)).text):
        places = [page.index(title) for title in ("Ciel", "Aube", "Brume")]
        assert places == sorted(places)


# ---------------------------------------------------------------------------------- whose it is


def test_one_s_own_is_nobody_else_s(client, agent, colleague, edition, made):
    mine, ours = (
        template(agent, edition, "À moi", is_shared=False),
        template(agent, edition, "À nous"),
    )
    client.force_login(colleague)
    assert "À nous" in client.get(LIST).text
    for page in (LIST, exchange(made)):
        assert "À moi" not in client.get(page).text
    assert client.get(page_of(ours)).status_code == 200
    assert client.get(page_of(mine)).status_code == 404
    assert "(copie)" not in client.get(NEW, {"de": mine.pk}).text


def test_a_colleague_changes_what_is_shared_and_does_not_take_it_away(
    client, agent, colleague, edition
):
    row = template(agent, edition)
    client.force_login(colleague)
    answer = client.post(page_of(row), told(readers="moi", version=1))
    assert (answer.status_code, "Seule la personne" in answer.text) == (422, True)
    assert client.post(page_of(row), told(body="Mieux dit.", version=1)).status_code == 302
    client.force_login(agent)
    assert client.post(page_of(row), told(readers="moi", version=2)).status_code == 302


def test_another_coordination_finds_nothing(client, agent, edition, made):
    row = template(agent, edition)
    elsewhere = calls.edition("deux-seances-1")
    client.force_login(organisations.team_member("coordination", elsewhere.coordination))
    assert row.title not in client.get(LIST).text
    assert client.get(page_of(row)).status_code == 404
    for verb in ("archive", "restore", "erase"):
        assert act(client, row, verb).status_code == 404
    assert client.get(exchange(made)).status_code == 404
    theirs = factory.dossier(elsewhere)
    assert row.title not in client.get(exchange(theirs)).text
    assert client.get(exchange(theirs), {"modele": row.pk}).status_code == 404
    assert client.post(exchange(theirs), {"inserer": row.pk}).status_code == 404


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_neither_funders_nor_committee_open_a_door(client, agent, edition, made, role):
    row = template(agent, edition)
    client.force_login(organisations.team_member(role, edition.coordination))
    for url in (LIST, NEW, page_of(row)):
        assert client.get(url).status_code == 403
    assert client.get(exchange(made)).status_code in {403, 404}


def test_a_holder_never_meets_a_template_nor_what_is_not_sent(client, agent, edition, made):
    row = template(agent, edition, "KANARI", body="KANARI {titre}", theme="KANARI")
    client.post(exchange(made), {"inserer": row.pk, "text": "KANARI brouillon", "key": uuid4()})
    client.force_login(made.holder)
    names = ["structure", "projet", "partenaires", "actions", "budget", "pieces", "review"]
    names += ["history", "messages", "requests", "corrections", "team"]
    for name in names:
        answer = client.get(reverse(f"dossiers:{name}", args=[made.pk]), {"modele": row.pk})
        assert (answer.status_code, "KANARI" in answer.text) == (200, False), name
    for url in (exchange(made), LIST, page_of(row)):
        assert client.get(url).status_code == 403
    assert client.post(exchange(made), {"text": "x", "key": uuid4()}).status_code == 403
    assert not Message.objects.exists()


# ------------------------------------------------------------------------------------ inserted


def test_an_address_begins_a_message_with_the_dossier_s_own_words(client, agent, edition, made):
    row = template(agent, edition)
    page = client.get(exchange(made), {"modele": row.pk}).text
    area = page[page.index("<textarea") : page.index("</textarea>")]
    assert f"«\u00a0{made.project.title}\u00a0»" in area or f"« {made.project.title} »" in area
    assert "{titre}" not in page
    assert "Modèle «\u00a0Pièce manquante\u00a0» inséré." in page
    assert not Message.objects.exists()


def test_a_button_adds_to_what_is_typed_and_says_so(client, agent, edition, made):
    row, key = template(agent, edition), uuid4()
    given = {"inserer": row.pk, "text": "Déjà écrit.", "key": key}
    page = client.post(exchange(made), given | {"joined": [documents.upload("a.pdf")]}).text
    area = page[page.index("<textarea") : page.index("</textarea>")]
    assert area.index("Déjà écrit.") < area.index("Il manque une pièce")
    assert "à la suite de ce que vous aviez écrit" in page
    assert "Choisissez de nouveau vos fichiers" in page
    assert f'value="{key}"' in page
    assert f'name="modele" value="{row.pk}"' in page
    assert not Message.objects.exists()


def test_sent_it_has_served_once_however_often_one_clicks(client, agent, edition, made):
    row, key = template(agent, edition), uuid4()
    given = {"text": "Bonjour.", "key": key, "modele": [row.pk, row.pk, "x"]}
    for _ in range(2):
        answer = client.post(exchange(made), given)
        assert answer["Location"].startswith(exchange(made))
    row.refresh_from_db()
    assert (row.uses, Message.objects.get().side) == (1, "coordination")
    client.post(exchange(made), {"text": "Sans modèle.", "key": uuid4()})
    row.refresh_from_db()
    assert row.uses == 1


def test_a_refused_message_keeps_what_it_came_from(client, agent, edition, made):
    row = template(agent, edition)
    given = {"text": "x" * 10_001, "key": uuid4(), "modele": row.pk}
    answer = client.post(exchange(made), given)
    assert answer.status_code == 422
    assert f'name="modele" value="{row.pk}"' in answer.text
    row.refresh_from_db()
    assert (row.uses, Message.objects.exists()) == (0, False)


@pytest.mark.parametrize("key", ["x", "9" * 12, "999999"])
def test_a_template_that_is_none_is_not_found(client, agent, made, key):
    assert client.get(exchange(made), {"modele": key}).status_code == 404


def test_a_template_of_one_edition_is_offered_in_it_alone(client, agent, edition, made):
    other = factory.dossier(calls.edition("occitanie-2024"))
    row = template(agent, edition, edition=edition)
    assert row.title in client.get(exchange(made)).text
    assert row.title not in client.get(exchange(other)).text
    gone = client.get(exchange(other), {"modele": row.pk}).text
    assert "n’est plus proposé" in gone


def test_the_coordination_is_led_to_its_own_screen_the_holder_is_not(client, agent, made):
    flow = reverse("dossiers:messages", args=[made.pk])
    assert client.get(flow, {"page": "1"})["Location"] == f"{exchange(made)}?page=1"
    made.structure.memberships.create(user=agent, role="editor")
    assert client.get(flow).status_code == 200
    assert client.get(exchange(made))["Location"] == flow


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_screens_ask_as_much_whatever_is_in_them(client, agent, edition, made, rows):
    for rank in range(rows):
        template(agent, edition, f"Modèle {rank}", edition=edition if rank % 2 else None)
    counts = {}
    for url in (LIST, exchange(made)):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts[url] = len(asked)
    assert counts == {LIST: 4, exchange(made): 10}


# ------------------------------------------------------------------------------------- in bulk


def prepared(agent, kind="message"):
    chosen = Dossier.objects.all()
    return prepare_job(JobKind(kind), chosen, by=agent, at=timezone.now())


def job_page(job):
    return reverse("desk:job", args=[job.pk])


@pytest.mark.parametrize(("kind", "name"), [("message", "text"), ("piece", "words")])
def test_in_bulk_it_keeps_its_fields_and_what_is_typed(client, agent, edition, made, kind, name):
    row, job = template(agent, edition), prepared(agent, kind)
    given = {name: "Déjà écrit.", "label": "RIB", "due_on": "n’importe", "inserer": row.pk}
    page = client.post(job_page(job), given)
    assert page.status_code == 200
    assert "Déjà écrit.\n\nBonjour {représentant}" in page.text
    assert kind == "message" or 'value="RIB"' in page.text
    job.refresh_from_db()
    assert (job.is_draft, job.options) == (True, {})


def test_a_job_counts_the_templates_it_came_from_even_read_over(client, agent, edition, made):
    row, job = template(agent, edition), prepared(agent)
    given = {"text": "Bonjour {porteur}.", "modele": row.pk}
    client.post(job_page(job), given | {"geste": "apercu"})
    row.refresh_from_db()
    assert row.uses == 0
    assert f'name="modele" value="{row.pk}"' in client.get(job_page(job), {"apercu": "1"}).text
    assert client.post(job_page(job), given | {"geste": "lancer"}).status_code == 302
    row.refresh_from_db()
    assert row.uses == 1
    assert Job.objects.get().options == {"text": "Bonjour {porteur}."}


def test_a_job_on_two_editions_is_offered_what_fits_both(client, agent, edition, made):
    factory.dossier(calls.edition("occitanie-2024"))
    template(agent, edition, "Pour une", edition=edition)
    template(agent, edition, "Pour toutes")
    page = client.get(job_page(prepared(agent))).text
    assert ("Pour toutes" in page, "Pour une<" in page) == (True, False)


def test_a_decision_in_bulk_has_words_of_its_own(client, agent, edition, made):
    row, job = template(agent, edition), prepared(agent, "irrecevable")
    assert row.title not in client.get(job_page(job)).text
    assert client.post(job_page(job), {"inserer": row.pk}).status_code == 404
