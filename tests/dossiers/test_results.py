"""The public page of results: opted in, published, granted, and nothing else."""

import pytest
from django.urls import reverse

from passeurs.calls.models import Edition
from passeurs.dossiers.models import Dossier
from tests.factories import awards, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(edition, at):
    """A grant, a refusal, one that waits, one given up, one not published yet."""
    agent = organisations.team_member("coordination", edition.coordination)
    made = {}
    for title in ("granted", "declined", "waiting", "renounced", "admissible"):
        made[title] = factory.dossier(edition, title=f"Projet {title}")
    for outcome in ("granted", "declined", "waiting"):
        awards.awarded(made[outcome], outcome, by=agent, at=at)
    awards.awarded(made["renounced"], "granted", by=agent, at=at)
    Dossier.objects.filter(pk=made["renounced"].pk).update(state="renounced")
    Dossier.objects.filter(pk=made["admissible"].pk).update(state="admissible")
    return made


def opt(edition, **facts):
    Edition.objects.filter(pk=edition.pk).update(**facts)


def url(edition):
    return reverse("dossiers:results", args=[edition.slug])


def test_an_edition_that_did_not_opt_in_has_no_results(client, edition, told):
    assert client.get(url(edition)).status_code == 404


def test_only_what_is_granted_and_kept_is_told_and_no_amount(client, edition, told):
    opt(edition, publishes_results=True)
    page = client.get(url(edition)).text
    assert "Projet granted" in page
    for other in ("declined", "waiting", "renounced", "admissible"):
        assert f"Projet {other}" not in page
    assert "4\u202f000" not in page
    assert told["granted"].structure.name in page


def test_the_amounts_are_told_where_the_edition_says_so(client, edition, told):
    opt(edition, publishes_results=True, publishes_amounts=True)
    assert "4\u202f000\u00a0€" in client.get(url(edition)).text


def test_before_any_publication_the_page_names_nobody(client, edition):
    made = factory.dossier(edition, title="Projet secret")
    Dossier.objects.filter(pk=made.pk).update(state="admissible")
    opt(edition, publishes_results=True)
    page = client.get(url(edition))
    assert page.status_code == 200
    assert "Projet secret" not in page.text
    assert "Pas encore de résultats" in page.text


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_page_asks_two_questions_whatever_there_is(
    client, edition, at, many, django_assert_num_queries
):
    agent = organisations.team_member("coordination", edition.coordination)
    for n in range(many):
        awards.awarded(factory.dossier(edition, title=f"P{n}"), "granted", by=agent, at=at)
    opt(edition, publishes_results=True)
    with django_assert_num_queries(2):
        page = client.get(url(edition))
    assert page.text.count("<tr") == many + 1
