"""Who is here, and what the others wrote: told to the team alone, in a handful of questions."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.rows import add_row, duplicate_action, remove_row
from passeurs.dossiers.models import Presence
from tests.factories import calls, organisations
from tests.factories import dossiers as factory
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


def beat(page, dossier, section="project", **more):
    url = reverse("dossiers:presence", args=[dossier.pk])
    return page.post(url, {"section": section, "version": "0", **more})


def told(answer):
    """What a beat tells, its typographic spaces made plain."""
    text = answer.content.decode().replace("\\u00a0", " ").replace("\\u202f", " ")
    return json.loads(text)


def write(page, dossier, screen="projet", *, version=0, **data):
    url = reverse(f"dossiers:{screen}", args=[dossier.pk])
    return page.post(url, {"_version": version, **data}, headers=AUTOSAVE)


def test_each_sees_the_other_and_the_field_they_write(ready, mine, theirs):
    assert told(beat(theirs, ready, "budget", field="project-drac"))["people"] == []
    (jules,) = told(beat(mine, ready))["people"]
    assert (jules["name"], jules["initials"]) == ("Jules Amat", "JA")
    assert jules["where"] == "écrit dans « Le budget » : Demande à la DRAC"
    assert jules["form"] == reverse("dossiers:budget", args=[ready.pk])
    assert jules["field"] == "project-drac"


@pytest.mark.parametrize(
    ("section", "place", "where"),
    [
        ("project", {}, "est dans « La note d’intention »"),
        ("review", {}, "relit le dossier"),
        ("", {}, "relit le dossier"),
        ("n’importe", {"field": "quoi"}, "relit le dossier"),
        ("project", {"field": "inventé"}, "écrit dans « La note d’intention » : Autre réponse"),
        ("actions", {"row": "a1", "field": "cost"}, "écrit dans « Les actions » : Coût de l’action"),
        ("actions", {"row": "h1", "field": "name"}, "écrit dans « Les actions » : Prénom et nom"),
        ("partners", {"row": "p1", "field": "siret"}, "écrit dans « Les partenaires » : SIRET"),
        ("budget", {"row": "f1", "field": "amount"}, "écrit dans « Le budget » : Montant"),
        ("audience", {"field": "band-12-14-women"}, "écrit dans « Les publics » : 12 à 14 ans, femmes"),
    ],
)  # fmt: skip
def test_where_somebody_is_is_told_in_words(ready, mine, theirs, section, place, where):
    beat(theirs, ready, section, **place)
    assert told(beat(mine, ready))["people"][0]["where"] == where


@pytest.mark.parametrize("row", ["a", "z9", "a9x", "\u202e", "a" * 90, "p-1"])
def test_a_row_that_is_none_leads_to_the_section(ready, mine, theirs, row):
    beat(theirs, ready, "actions", row=row, field="x" * 300)
    (jules,) = told(beat(mine, ready))["people"]
    assert jules["form"] == reverse("dossiers:actions", args=[ready.pk])


def test_a_row_s_form_is_named_by_its_address(ready, mine, theirs):
    beat(theirs, ready, "partners", row="p7", field="name")
    (jules,) = told(beat(mine, ready))["people"]
    assert jules["form"] == reverse("dossiers:row", args=[ready.pk, "partners", 7])


def test_who_stays_silent_for_a_minute_is_gone(ready, mine, theirs):
    beat(theirs, ready)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert told(beat(mine, ready))["people"] == []


def test_who_leaves_is_gone_at_once(ready, mine, theirs):
    beat(theirs, ready)
    assert told(beat(theirs, ready, left="1")) == {}
    assert told(beat(mine, ready))["people"] == []


def test_a_person_is_once_in_a_dossier_whatever_the_pages(ready, theirs):
    for section in ("project", "budget", "project"):
        beat(theirs, ready, section)
    assert Presence.objects.count() == 1


def test_the_fields_that_others_changed_since_are_named(ready, mine, theirs):
    write(theirs, ready, summary="Un", diagnosis="Deux")
    write(theirs, ready, version=1, summary="Trois")
    said = told(beat(mine, ready))
    assert said["version"] == 2
    assert [(c["field"], c["label"], c["by"]) for c in said["changes"]] == [
        ("diagnosis", "Diagnostic du territoire", "Jules Amat"),
        ("summary", "Résumé", "Jules Amat"),
    ]
    assert said["changes"][0]["form"] == reverse("dossiers:projet", args=[ready.pk])


def test_one_s_own_words_are_not_told_again(ready, mine):
    write(mine, ready, summary="Le mien")
    assert told(beat(mine, ready))["changes"] == []


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40, "null"])
def test_a_page_that_knows_no_version_is_told_of_no_change(ready, mine, theirs, version):
    write(theirs, ready, summary="Un")
    answer = beat(mine, ready, version=version)
    assert (answer.status_code, told(answer)["changes"]) == (200, [])


def test_rows_that_came_and_went_are_told_as_sentences(ready, mine, jules, at):
    add_row(ready, "partners", by=jules, at=at)
    assert told(beat(mine, ready, "partners"))["news"] == ["Jules Amat a ajouté un partenaire."]
    remove_row(ready.partners.first(), "partners", by=jules, at=at)
    assert told(beat(mine, ready, "partners", version="1"))["news"] == [
        "Jules Amat a retiré un partenaire « Cinéma Le Quercy »."
    ]
    duplicate_action(ready.actions.first(), by=jules, at=at)
    assert told(beat(mine, ready, "actions"))["news"] == ["Jules Amat a copié une action."]


def test_the_page_says_who_is_there_before_any_script(ready, mine, theirs):
    beat(theirs, ready, "budget")
    page = mine.get(reverse("dossiers:projet", args=[ready.pk])).text.replace("\u00a0", " ")
    assert "Jules Amat</strong> est dans « Le budget »" in page


def test_who_saves_without_a_script_is_there_for_a_while(ready, mine, theirs):
    url = reverse("dossiers:publics", args=[ready.pk])
    theirs.post(url, {"_version": 0, "companions": "3"})
    page = mine.get(reverse("dossiers:projet", args=[ready.pk])).text.replace("\u00a0", " ")
    assert "a enregistré dans « Les publics »" in page
    ready.sections.update(touched_at=timezone.now() - timedelta(minutes=6))
    assert "a enregistré" not in mine.get(reverse("dossiers:projet", args=[ready.pk])).text


def test_the_team_s_presence_is_the_team_s_alone(ready, jules, theirs, at):
    beat(theirs, ready)
    submit_dossier(ready, by=ready.holder, at=at)
    trame = ready.edition.coordination
    for role in ("coordination", "drac", "region", "committee"):
        page = browser(organisations.team_member(role, trame))
        assert beat(page, ready).status_code == 403
        assert "data-presence" not in page.get(reverse("dossiers:projet", args=[ready.pk])).text
    neighbour = factory.dossier(ready.edition).holder
    elsewhere = organisations.team_member(
        "coordination", calls.edition("deux-seances-1").coordination
    )
    for stranger in (neighbour, elsewhere, person()):
        assert beat(browser(stranger), ready).status_code == 404
    assert Presence.objects.count() == 1


def test_a_reader_of_the_team_is_there_too(ready, mine):
    reader = person("Lise", "Roy")
    ready.structure.memberships.create(user=reader, role="reader")
    assert beat(browser(reader), ready).status_code == 200
    assert told(beat(mine, ready))["people"][0]["name"] == "Lise Roy"


def asked(call):
    with CaptureQueriesContext(connection) as found:
        assert call().status_code == 200
    return [one["sql"] for one in found.captured_queries]


@pytest.mark.parametrize("others", [1, 3])
def test_a_beat_asks_three_questions_and_one_more_for_what_changed(ready, mine, theirs, others):
    for _ in range(others):
        colleague = person()
        ready.structure.memberships.create(user=colleague, role="editor")
        beat(browser(colleague), ready, "budget", field="project-drac")
    quiet = asked(lambda: beat(mine, ready))
    assert len(quiet) == 2 + 3, "\n".join(quiet)
    write(theirs, ready, summary="Un", diagnosis="Deux")
    moved = asked(lambda: beat(mine, ready))
    assert len(moved) == 2 + 4, "\n".join(moved)


def test_a_page_alone_asks_nothing_more_and_one_question_in_company(ready, mine, theirs):
    url = reverse("dossiers:projet", args=[ready.pk])
    alone = len(asked(lambda: mine.get(url)))
    beat(theirs, ready)
    assert len(asked(lambda: mine.get(url))) == alone + 1
