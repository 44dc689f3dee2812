"""L’historique: who, when, which field, from what to what; and going back."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passeurs.dossiers.actions.attachments import detach
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.noting import note_file
from passeurs.dossiers.actions.rows import add_row, move_row, remove_row
from passeurs.dossiers.models import FieldChange
from tests.factories import dossiers as factory
from tests.factories import films, organisations, territories
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def jules(ready):
    colleague = person("Jules", "Amat")
    ready.structure.memberships.create(user=colleague, role="editor")
    return colleague


def browser(user):
    page = Client()
    page.force_login(user)
    return page


@pytest.fixture
def mine(ready):
    return browser(ready.holder)


@pytest.fixture
def theirs(jules):
    return browser(jules)


def write(page, dossier, screen="projet", **data):
    url = reverse(f"dossiers:{screen}", args=[dossier.pk])
    version = max(dossier.sections.values_list("version", flat=True))
    answer = page.post(url, {"_version": version, **data}, headers=AUTOSAVE)
    assert answer.status_code == 200, answer.json()


def read(page, dossier, query=""):
    answer = page.get(reverse("dossiers:history", args=[dossier.pk]) + query)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


def put_back(page, change, side="avant"):
    url = reverse("dossiers:put_back", args=[change.dossier_id, change.pk, side])
    return page.post(url, follow=True)


def change(dossier, **fields):
    told = {"section": "project", "field": "summary", "version": 1, "at": timezone.now()}
    return FieldChange.objects.create(dossier=dossier, **told | fields)


def test_who_wrote_what_is_told_in_human_words_with_what_left_and_what_came(ready, mine, theirs):
    write(theirs, ready, summary="Un film de quartier")
    page = read(mine, ready)
    assert "Jules Amat" in page
    assert "La note d’intention : <b>Résumé</b>" in page
    assert '<del><span class="vh">retiré : </span>texte assez long' in page
    assert '<ins><span class="vh">ajouté : </span>film de quartier</ins>' in page


@pytest.mark.parametrize(
    ("screen", "name", "value", "said"),
    [
        ("publics", "is_remote", "true", "Oui"),
        ("publics", "kinds", ["prison"], "Milieu pénitentiaire"),
        ("publics", "band-12-14-women", "31", "31"),
        ("projet", "starts_on", "2027-03-01", "1er mars 2027"),
        ("projet", "objectives", ["quality"], "Relier les actions entre elles"),
        ("budget", "project-drac", "4 100,50", "4 100,50"),
        ("structure", "actor_kind", "cultural", "Acteur culturel"),
        ("structure", "commune", "Cahors (46)", "Cahors"),
        ("structure", "holder_functions", ["cinema"], "Cinéma et audiovisuel"),
    ],
)
def test_values_are_told_as_their_screen_says_them(ready, mine, screen, name, value, said):
    territories.CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    write(mine, ready, screen, **{name: value})
    entry = read(mine, ready).partition('<ol class="changes">')[2]
    assert said in entry


def test_a_row_s_field_is_told_with_the_row_s_name(ready, mine, jules, at):
    row = ready.partners.first()
    mine.post(
        reverse("dossiers:row", args=[ready.pk, "partners", row.pk]),
        {"_version": 0, "contribution": "La salle"},
        headers=AUTOSAVE,
    )
    assert "Les partenaires, Partenaire « Cinéma Le Quercy »" in read(mine, ready)
    remove_row(row, "partners", by=jules, at=at)
    page = read(mine, ready)
    assert "Jules Amat a retiré un partenaire « Cinéma Le Quercy »." in page
    assert "Les partenaires, Partenaire « Cinéma Le Quercy »" in page


def test_people_and_films_are_named(ready, mine):
    listed = films.listed(ready.edition, "Le Phare inventé", lists=("accompanied",))
    choice = ready.edition.listed_films.get(film=listed)
    leader = ready.persons.first()
    change(
        ready, section="actions", row="a1", field="practitioners", after=f'["{leader.pk}", "999"]'
    )
    change(ready, section="actions", row="a1", field="films", after=f'["{choice.pk}", "~Maison"]')
    change(ready, section="actions", row="a1", field="add_film", after=str(choice.pk))
    page = read(mine, ready)
    assert "Lila Andrieu" in page
    assert page.count("Le Phare inventé") >= 2
    assert "Maison" in page


def test_what_one_writes_in_one_go_is_one_entry(ready, mine, jules):
    now = timezone.now()
    texts = ["", "Un", "Un film", "Un film de quartier"]
    for rank, (before, after) in enumerate(itertools.pairwise(texts)):
        change(ready, by=jules, before=before, after=after, at=now + timedelta(seconds=rank))
    late = now + timedelta(hours=1)
    change(ready, by=jules, before=texts[-1], after="Autre", at=late)
    page = read(mine, ready)
    assert page.count('class="change"') == 2
    assert "Un film de quartier</ins>" in page


def test_a_text_written_then_put_back_says_so(ready, mine, jules):
    now = timezone.now()
    change(ready, by=jules, before="A", after="B", at=now)
    change(ready, by=jules, before="B", after="A", at=now)
    assert "remis comme avant" in read(mine, ready)


def test_it_is_narrowed_by_part_by_person_and_by_field(ready, mine, theirs, jules):
    write(theirs, ready, summary="De Jules")
    write(mine, ready, "publics", companions="12")
    assert "De Jules" not in read(mine, ready, "?partie=audience")
    assert "De Jules" in read(mine, ready, f"?personne={jules.pk}")
    assert "De Jules" not in read(mine, ready, f"?personne={ready.holder.pk}")
    page = read(mine, ready, "?partie=audience&ligne=&champ=companions")
    assert "Tout ce qui a été écrit dans « Accompagnateurs prévus »" in page


def test_words_signed_without_an_account_are_found_by_their_signature(ready, mine):
    change(ready, signature="Cinéma Le Quercy", before="", after="Nous venons")
    assert "Nous venons" in read(mine, ready, "?personne=Cin%C3%A9ma+Le+Quercy")
    assert "Cinéma Le Quercy" in read(mine, ready)


@pytest.mark.parametrize(
    "query",
    ["?partie=inventee", "?personne=zzz", "?personne=" + "9" * 40, "?page=zz", "?page=99",
     "?champ=" + "x" * 300, "?champ=inconnu", "?ligne=%E2%80%AE"],
)  # fmt: skip
def test_an_address_that_asks_wrongly_is_read_as_far_as_it_can(ready, mine, query):
    write(mine, ready, summary="Un texte")
    read(mine, ready, query)


def test_hostile_words_are_shown_and_never_obeyed(ready, mine):
    change(ready, by=ready.holder, before="<script>x</script>", after="é" * 100_000)
    change(ready, by=ready.holder, section="budget", field="project-drac", after="pas un nombre")
    change(ready, by=ready.holder, section="audience", field="kinds", after="[cassé")
    change(ready, by=ready.holder, section="project", field="starts_on", after="2027-99-99")
    change(ready, by=ready.holder, section="project", field="disparu", after="Un champ d’avant")
    page = read(mine, ready)
    assert "<script>x" not in page
    assert len(page) < 60_000
    assert "Un champ d’avant" in page


def test_an_empty_history_says_what_will_be_there(draft):
    assert "Rien n’est encore écrit" in read(browser(draft.holder), draft)


# ------------------------------------------------------------------------------- going back


def test_the_text_before_comes_back_as_a_change_of_its_own(ready, mine, theirs):
    shown = ready.project.summary
    write(theirs, ready, summary="Le sien")
    answer = put_back(mine, FieldChange.objects.get())
    assert "revenu à sa place" in answer.text
    ready.project.refresh_from_db()
    assert ready.project.summary == shown
    last = FieldChange.objects.first()
    assert (last.by, last.before, last.after) == (ready.holder, "Le sien", shown)


def test_an_older_text_comes_back_too(ready, mine):
    for text in ("Un", "Deux"):
        write(mine, ready, summary=text)
    put_back(mine, FieldChange.objects.get(after="Un"), "apres")
    ready.project.refresh_from_db()
    assert ready.project.summary == "Un"


def test_a_text_that_stands_already_changes_nothing(ready, mine):
    write(mine, ready, summary="Un")
    answer = put_back(mine, FieldChange.objects.get(), "apres")
    assert "déjà celui du dossier" in answer.text
    assert FieldChange.objects.count() == 1


@pytest.mark.parametrize(
    ("screen", "name", "value"),
    [
        ("publics", "kinds", ["prison"]),
        ("publics", "band-12-14-women", "31"),
        ("publics", "is_remote", "false"),
        ("projet", "starts_on", "2027-03-01"),
        ("budget", "project-drac", "4100"),
        ("structure", "acronym", "ABC"),
    ],
)
def test_a_value_of_any_kind_comes_back(ready, mine, screen, name, value):
    write(mine, ready, screen, **{name: value})
    first = FieldChange.objects.get()
    put_back(mine, first)
    last = FieldChange.objects.first()
    assert (last.before, last.after) == (first.after, first.before)


def test_a_commune_that_comes_back_is_located_again(ready, mine):
    territories.CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    territories.CommuneFactory(insee="31555", name="Toulouse", postcodes=["31000"])
    row = ready.actions.first()
    url = reverse("dossiers:row", args=[ready.pk, "actions", row.pk])
    for version, commune in enumerate(("Cahors (46)", "31000 Toulouse")):
        mine.post(url, {"_version": version, "commune": commune}, headers=AUTOSAVE)
    put_back(mine, FieldChange.objects.get(after="31555"))
    row.refresh_from_db()
    assert row.commune_id == "46042"


def test_what_no_longer_fits_its_field_stays_where_it_is(ready, mine):
    old = change(ready, by=ready.holder, section="audience", field="companions", before="beaucoup")
    answer = put_back(mine, old)
    assert "ne convient plus" in answer.text


@pytest.mark.parametrize(
    ("field", "row"),
    [("row", "p1"), ("position", "p1"), ("add_film", "a1"), ("file:free", ""), ("inventé", "")],
)
def test_what_does_not_stand_alone_is_not_put_back(ready, mine, field, row):
    old = change(
        ready, by=ready.holder, section="partners" if row else "project", field=field, row=row
    )
    assert put_back(mine, old).status_code == 404


def test_a_row_that_is_gone_is_not_found(ready, mine, jules, at):
    row = ready.partners.first()
    old = change(ready, by=jules, section="partners", row=row.key, field="name", before="Avant")
    remove_row(row, "partners", by=jules, at=at)
    assert put_back(mine, old).status_code == 404


def test_nothing_comes_back_once_the_dossier_is_filed(ready, mine, at):
    old = change(ready, by=ready.holder, before="Avant")
    submit_dossier(ready, by=ready.holder, at=at)
    assert put_back(mine, old).status_code == 403


def test_nothing_comes_back_after_the_closing(ready, mine):
    old = change(ready, by=ready.holder, before="Avant")
    type(ready.edition).objects.update(filing_before_at=timezone.now() - timedelta(days=1))
    assert "n’est plus modifiable" in put_back(mine, old).text


def test_a_side_that_does_not_exist_is_not_found(ready, mine):
    old = change(ready, by=ready.holder, before="Avant")
    assert put_back(mine, old, "ailleurs").status_code == 404


def test_the_team_and_the_coordination_read_it_and_nobody_else(ready, at):
    change(ready, by=ready.holder, after="KANARI")
    submit_dossier(ready, by=ready.holder, at=at)
    url = reverse("dossiers:history", args=[ready.pk])
    trame = ready.edition.coordination
    assert "KANARI" in browser(organisations.team_member("coordination", trame)).get(url).text
    for role in ("drac", "region", "committee"):
        assert browser(organisations.team_member(role, trame)).get(url).status_code == 403
    assert browser(factory.dossier(ready.edition).holder).get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_page_of_history_asks_as_much_whatever_its_length(ready, mine, jules, at, rows):
    territories.CommuneFactory(insee="46042", name="Cahors")
    leader = ready.persons.first().pk
    for rank in range(rows):
        row = add_row(ready, "actions", by=jules, at=at)
        move_row(row, "actions", -1, by=jules, at=at)
        place = {"section": "actions", "row": row.key, "by": person() if rank < 3 else jules}
        change(ready, **place, field="practitioners", after=f'["{leader}"]')
        change(ready, **place, field="commune", after="46042")
        change(ready, **place, field="add_film", after=str(rank + 1))
    url = reverse("dossiers:history", args=[ready.pk])
    with CaptureQueriesContext(connection) as found:
        assert mine.get(url).status_code == 200
    said = [one["sql"] for one in found.captured_queries]
    assert len(said) == 14, "\n".join(said)


def test_files_that_join_and_leave_are_told(ready, mine, at):
    leader = ready.persons.first()
    joined = factory.attach(ready, "practitioner_cv", person=leader, name="cv-de-lila.pdf")
    note_file(joined, by=ready.holder, at=at)
    assert "cv-de-lila.pdf</ins>" in read(mine, ready)
    detach(joined, by=ready.holder, at=at)
    detach(joined, by=ready.holder, at=at)
    page = read(mine, ready, "?partie=documents")
    assert page.count("cv-de-lila.pdf</del>") == 1
    assert "Intervenant « Lila Andrieu »" in page


def test_two_texts_that_wait_say_which_field_they_are_about(ready, mine, theirs):
    write(theirs, ready, "publics", kinds=["prison"])
    url = reverse("dossiers:publics", args=[ready.pk])
    mine.post(url, {"_version": 0, "kinds": ["hospital"]}, headers=AUTOSAVE)
    page = mine.get(url).text.replace("\u00a0", " ")
    assert "Deux textes pour le même champ : Qui sont-ils" in page
    assert '<blockquote class="clause">Hôpital' in page
