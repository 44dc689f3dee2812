"""How many questions each screen asks the database: a literal number, whatever the rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import ActionPerson, Dossier, Project
from tests.factories import dossiers as factory
from tests.factories import films, organisations, territories

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def page(client, ready):
    client.force_login(ready.holder)
    return client


def asked(call):
    with CaptureQueriesContext(connection) as found:
        answer = call()
    assert answer.status_code in {200, 302}, answer.status_code
    return [one["sql"] for one in found.captured_queries]


def grow(dossier, rows):
    """As many rows of each family as said, each pointing to all that a row may point to."""
    listed = films.listed(dossier.edition, f"Film {rows}", lists=("open_air", "accompanied"))
    leader = dossier.persons.first()
    choice = dossier.edition.listed_films.filter(film=listed).first() if listed else None
    choice = choice or dossier.edition.listed_films.order_by("-pk").first()
    dossier.actions.all().delete()
    for rank in range(rows):
        commune = territories.CommuneFactory()
        action = dossier.actions.create(
            position=rank, title=f"A{rank}", kind="open_air", nature="voir", commune=commune
        )
        ActionPerson.objects.create(action=action, person=leader)
        action.films.create(listed_film=choice)
        dossier.partners.create(position=rank + 5, name=f"P{rank}", functions=["cinema"])
        person = dossier.persons.create(position=rank + 5, name=f"H{rank}")
        factory.attach(dossier, "practitioner_cv", person=person)
        dossier.budgetlines.create(
            scope="project",
            side="product",
            code="74com",
            funder_kind="commune",
            funder=f"Ville {rank}",
            amount=10,
        )


def many(edition, count, **options):
    """Drafts without content, made in bulk."""
    structure = options.pop("structure", None) or organisations.structure(
        known_to=[edition.coordination]
    )
    made = Dossier.objects.bulk_create(
        Dossier(
            edition=edition,
            structure=structure,
            reference=f"BULK-{structure.pk}-{rank}",
            created_at=factory.AT,
            updated_at=factory.AT,
            **options,
        )
        for rank in range(count)
    )
    Project.objects.bulk_create(
        Project(dossier=one, title=f"Titre {one.reference}") for one in made
    )
    return made


SCREENS = {
    "structure": 14,
    "partenaires": 14,
    "projet": 14,
    "publics": 14,
    "actions": 15,
    "budget": 14,
    "pieces": 15,
    "engagements": 14,
    "review": 15,
    "figures": 11,
}


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_asks_as_much_whatever_the_rows_of_the_dossier(page, ready, name, rows):
    grow(ready, rows)
    url = reverse(f"dossiers:{name}", args=[ready.pk])
    queries = asked(lambda: page.get(url))
    assert len(queries) == SCREENS[name], "\n".join(queries)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_panel_asks_as_much_whatever_the_rows(page, ready, rows):
    grow(ready, rows)
    url = reverse("dossiers:panel", args=[ready.pk, "actions"])
    queries = asked(lambda: page.get(url))
    assert len(queries) == 14, "\n".join(queries)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_my_dossiers_ask_as_much_whatever_their_number(page, ready, rows):
    many(ready.edition, rows - 1, structure=ready.structure)
    queries = asked(lambda: page.get(reverse("dossiers:index")))
    assert len(queries) == 5, "\n".join(queries)


@pytest.mark.parametrize("others", [0, 3, 300])
def test_a_holder_s_other_dossiers_cost_no_question_more(page, ready, others):
    for one in many(ready.edition, others, structure=ready.structure):
        one.budgetlines.create(scope="project", side="product", code="74etat", amount=1)
    queries = asked(lambda: page.get(reverse("dossiers:budget", args=[ready.pk])))
    assert len(queries) == SCREENS["budget"], "\n".join(queries)


@pytest.mark.parametrize("filings", [1, 3, 30])
def test_a_receipt_asks_as_much_whatever_the_filings(page, ready, at, filings):
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    for number in range(2, filings + 1):
        snapshot.pk, snapshot.number, snapshot.receipt_number = None, number, f"R{number}"
        snapshot.save(force_insert=True)
    queries = asked(lambda: page.get(reverse("dossiers:receipt", args=[ready.pk, 1])))
    assert len(queries) == 16, "\n".join(queries)


SAVES = {
    "projet": {"summary": "Un", "diagnosis": "Deux", "pathway": "Trois"},
    "publics": {"companions": "3", "band-12-14-women": "7", "band-15-17-men": "2"},
    "engagements": {"signatory": "Nadia", "signatory_role": "Maire"},
    "structure": {"acronym": "MJC", "website": "https://exemple.fr"},
}


@pytest.mark.parametrize("name", SAVES)
def test_a_save_asks_nine_questions_begin_and_commit_included(page, ready, name):
    url = reverse(f"dossiers:{name}", args=[ready.pk])
    data = {"_version": 0, **SAVES[name]}
    queries = asked(lambda: page.post(url, data, headers=AUTOSAVE))
    # The structure's card is shared by several dossiers: it is read again under a lock.
    assert len(queries) <= 9 + (name == "structure"), "\n".join(queries)


@pytest.mark.parametrize("rows", [1, 30])
def test_saving_a_row_asks_as_much_whatever_its_neighbours(page, ready, rows):
    grow(ready, rows)
    row = ready.partners.first()
    url = reverse("dossiers:row", args=[ready.pk, "partners", row.pk])
    data = {"_version": 0, "contribution": "La salle", "starts_on": date(2027, 3, 1)}
    queries = asked(lambda: page.post(url, data, headers=AUTOSAVE))
    assert len(queries) <= 10, "\n".join(queries)
