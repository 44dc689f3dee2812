"""What a page says it had: a text that it never showed is never written over."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.models import FieldChange, SetAside
from tests.factories import dossiers as factory
from tests.factories import films
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def pages(client, ready):
    """Two people's browsers on one dossier."""
    colleague = person("Jules", "Amat")
    ready.structure.memberships.create(user=colleague, role="editor")
    client.force_login(ready.holder)
    other = Client()
    other.force_login(colleague)
    return client, other


def post(page, dossier, screen, *, version=0, headers=AUTOSAVE, **data):
    url = reverse(f"dossiers:{screen}", args=[dossier.pk])
    return page.post(url, {"_version": version, **data}, headers=headers)


def based(**texts):
    """What a page sends of the fields it had."""
    return {f"_base-{name.replace('__', '-')}": text for name, text in texts.items()}


def test_a_page_that_saved_beside_a_colleague_does_not_write_over_what_it_never_showed(
    pages, ready
):
    mine, theirs = pages
    shown = ready.project.diagnosis
    post(theirs, ready, "projet", diagnosis="Le sien")
    answer = post(mine, ready, "projet", summary="Le mien", **based(summary=ready.project.summary))
    version = answer.json()["version"]
    data = {"diagnosis": "Le mien aussi", **based(diagnosis=shown)}
    answer = post(mine, ready, "projet", version=version, **data)
    assert answer.status_code == 409
    assert answer.json()["conflicts"]["diagnosis"] == {
        "theirs": "Le sien",
        "mine": "Le mien aussi",
        "by": "Jules Amat",
    }
    ready.project.refresh_from_db()
    assert ready.project.diagnosis == "Le sien"
    assert SetAside.objects.get().text == "Le mien aussi"


def test_a_page_that_read_the_newer_text_may_change_it_whatever_its_version(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    answer = post(mine, ready, "projet", summary="Revu", **based(summary="Le sien"))
    assert answer.json()["conflicts"] == {}
    assert FieldChange.objects.first().before == "Le sien"


def test_a_text_put_back_as_the_page_had_it_changes_nothing_of_the_newer_one(pages, ready):
    mine, theirs = pages
    shown = ready.project.summary
    post(theirs, ready, "projet", summary="Le sien")
    answer = post(mine, ready, "projet", version=1, summary=shown, **based(summary=shown))
    assert (answer.status_code, answer.json()["conflicts"]) == (200, {})
    ready.project.refresh_from_db()
    assert ready.project.summary == "Le sien"


@pytest.mark.parametrize(
    ("screen", "name", "typed", "said_again"),
    [
        ("projet", "summary", "Deux\nlignes", "Deux\r\nlignes"),
        ("projet", "starts_on", "2027-02-11", "2027-02-11"),
        ("publics", "companions", "7", "7"),
        ("publics", "is_remote", "true", "true"),
        ("publics", "band-12-14-women", "9", "09"),
        ("budget", "project-drac", "4 100", "4 100,00 €"),
        ("budget", "project-601", "12,5", "12.50"),
    ],
)
def test_the_same_value_said_otherwise_is_what_the_page_had(
    pages, ready, screen, name, typed, said_again
):
    mine, _ = pages
    post(mine, ready, screen, **{name: typed, f"_base-{name}": ""})
    SetAside.objects.all().delete()
    post(mine, ready, screen, version=1, **{name: typed})
    answer = post(mine, ready, screen, version=1, **{name: "", f"_base-{name}": said_again})
    assert answer.json()["conflicts"] == {}


@pytest.mark.parametrize(
    ("screen", "name", "theirs_text", "mine_text", "had"),
    [
        ("publics", "companions", "4", "9", ""),
        ("publics", "is_remote", "true", "false", ""),
        ("budget", "project-drac", "4000", "4500", "4 800,00"),
        ("projet", "starts_on", "2027-03-01", "2027-03-02", "2027-02-10"),
        ("projet", "starts_on", "2027-03-01", "2027-03-02", "n’importe quoi"),
        ("projet", "objectives", "quality", "fun", "images"),
    ],
)
def test_a_value_that_the_page_never_showed_stays(  # noqa: PLR0917 - a row of cases
    pages, ready, screen, name, theirs_text, mine_text, had
):
    mine, theirs = pages
    post(theirs, ready, screen, **{name: theirs_text})
    data = {name: mine_text, f"_base-{name}": had}
    assert post(mine, ready, screen, version=1, **data).status_code == 409


def test_two_people_may_each_add_a_film(pages, ready):
    mine, theirs = pages
    for rank in (1, 2):
        films.listed(ready.edition, f"Film {rank}", lists=("accompanied",))
    one, other = (str(row.pk) for row in ready.edition.listed_films.order_by("-pk")[:2])
    action = ready.actions.last()
    type(action).objects.filter(pk=action.pk).update(kind="accompanied_screening")
    url = reverse("dossiers:row", args=[ready.pk, "actions", action.pk])
    for page, film in ((theirs, one), (mine, other)):
        data = {"_version": 0, "add_film": film, "_base-add_film": ""}
        assert page.post(url, data, headers=AUTOSAVE).json()["conflicts"] == {}
    assert action.films.count() == 2


# ------------------------------------------------- the card that a structure's dossiers share


@pytest.fixture
def twin(ready):
    """Another dossier of the same structure."""
    return factory.dossier(ready.edition, holder=ready.holder, structure=ready.structure)


def acronym(dossier):
    dossier.structure.refresh_from_db()
    return dossier.structure.acronym


def test_one_dossier_does_not_write_over_the_card_written_from_another(pages, ready, twin):
    mine, theirs = pages
    post(theirs, twin, "structure", acronym="JULES", **based(acronym=""))
    answer = post(mine, ready, "structure", acronym="NADIA", **based(acronym=""))
    assert answer.status_code == 409
    assert answer.json()["conflicts"]["acronym"]["by"] == "Jules Amat"
    assert acronym(ready) == "JULES"


def test_other_fields_of_the_shared_card_are_both_kept(pages, ready, twin):
    mine, theirs = pages
    post(theirs, twin, "structure", acronym="JULES", **based(acronym=""))
    answer = post(mine, ready, "structure", website="https://exemple.fr", **based(website=""))
    assert answer.json()["conflicts"] == {}
    assert acronym(ready) == "JULES"


def test_the_card_corrected_outside_any_dossier_is_not_written_over(pages, ready):
    mine, _ = pages
    type(ready.structure).objects.filter(pk=ready.structure.pk).update(acronym="FICHE")
    answer = post(mine, ready, "structure", acronym="NADIA", **based(acronym=""))
    assert answer.json()["conflicts"]["acronym"]["by"] == "quelqu’un d’autre"
    assert acronym(ready) == "FICHE"


def test_a_page_without_javascript_says_what_it_had_of_the_card(pages, ready, twin):
    mine, theirs = pages
    html = mine.get(reverse("dossiers:structure", args=[ready.pk])).text
    bases = dict(re.findall(r'type="hidden" name="(_base-[^"]+)" value="([^"]*)"', html))
    assert bases["_base-name"] == ready.structure.name
    post(theirs, twin, "structure", acronym="JULES")
    whole = {name.removeprefix("_base-"): value for name, value in bases.items()}
    data = whole | bases | {"acronym": "NADIA"}
    assert post(mine, ready, "structure", headers={}, **data).status_code == 409
    data = whole | bases | {"email": "mjc@exemple.fr"}
    assert post(mine, ready, "structure", headers={}, **data).status_code == 302
    assert acronym(ready) == "JULES"


def test_words_that_nobody_with_an_account_wrote_are_signed(ready, at):
    for text, before in (("Le leur", ready.project.summary), ("Encore", "périmé")):
        change = AttributeChange(
            name="summary", value=text, before=before, target=ready.project, attribute="summary"
        )
        change.shown = before
        if before == "périmé":
            change.before = "Le leur"
        save_changes(
            ready, "project", [change], version=0, by=None, signature="Cinéma Le Quercy", at=at
        )
    assert FieldChange.objects.get().author == "Cinéma Le Quercy"
    assert SetAside.objects.get().author == "Cinéma Le Quercy"
