"""The screens of the editions: found by their region, told to be what they are."""

import pytest
from django.urls import reverse

from passeurs.editions.forms.registry import GROUPS, LISTS, PARTS
from tests.factories import calls, organisations

pytestmark = pytest.mark.django_db
HOME = "/bureau/editions/"


def test_every_part_and_list_has_its_place_on_the_page():
    placed = [code for _, codes in GROUPS for code in codes]
    assert sorted(placed) == sorted([*PARTS, *LISTS])


def test_ones_editions_are_listed_and_opened(client, agent, edition, draft):
    page = client.get(HOME).content.decode()
    assert edition.title in page
    assert "Brouillon" in page
    assert client.get(f"{HOME}{draft.slug}/").status_code == 200


@pytest.mark.parametrize("code", [*PARTS])
def test_every_part_shows_its_form(client, agent, draft, code):
    response = client.get(f"{HOME}{draft.slug}/parties/{code}/")
    assert response.status_code == 200
    assert b'name="version"' in response.content


@pytest.mark.parametrize("code", [*LISTS])
def test_every_list_shows_its_rows_and_a_form_for_each(client, agent, draft, code):
    response = client.get(f"{HOME}{draft.slug}/listes/{code}/")
    assert response.status_code == 200
    found = LISTS[code]
    rows = found.rows(draft.document())
    for row in rows[:1]:
        key = row[found.form.code_key]
        assert client.get(f"{HOME}{draft.slug}/listes/{code}/{key}/").status_code == 200
    assert client.get(f"{HOME}{draft.slug}/listes/{code}/ajouter/").status_code == 200
    assert client.get(f"{HOME}{draft.slug}/listes/{code}/inconnu/").status_code == 404


@pytest.mark.parametrize("place", ["", "parties/aide/", "listes/articles/", "ouvrir/", "apercu/"])
def test_another_region_does_not_know_of_the_edition(client, edition, place):
    other = calls.coordination("ailleurs", name="Ailleurs")
    client.force_login(organisations.team_member("coordination", other))
    assert client.get(f"{HOME}{edition.slug}/{place}").status_code == 404


def test_the_drac_reads_the_call_and_does_not_prepare_it(client, edition):
    client.force_login(organisations.team_member("drac", edition.coordination))
    assert client.get(f"{HOME}{edition.slug}/").status_code == 403
    assert client.get(reverse("editions:index")).status_code == 403


@pytest.mark.parametrize("place", ["ouvrir", "prolonger", "clore", "apercu"])
def test_the_acts_have_their_page(client, agent, edition, place):
    assert client.get(f"{HOME}{edition.slug}/{place}/").status_code == 200
