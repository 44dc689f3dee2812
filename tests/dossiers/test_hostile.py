"""What a hostile hand sends to a dossier: a sentence or a refusal, never a fault."""

import pytest
from django.urls import reverse

from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
MARKUP = '"><img src=x onerror=alert(1)>{{ 7 }}'
ENORMOUS = ("1e27", "1e400", "-1e999999", "9" * 400, "99999999999999999999")


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def address(dossier, name, *args):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *args])


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("name", ["projet", "budget", "pieces"])
def test_no_save_leads_out_of_the_platform(holder, ready, name, url):
    here = address(ready, name)
    answer = holder.post(here, {"_version": "0", "_next": url})
    assert (answer.status_code, answer.url) == (302, here)


@pytest.mark.parametrize("typed", ENORMOUS)
def test_an_enormous_sum_is_refused_beside_its_field(holder, ready, typed):
    data = {"_version": "0", "project-601": typed}
    answer = holder.post(address(ready, "budget"), data, headers={"X-Autosave": "1"})
    assert (answer.status_code, list(answer.json()["errors"])) == (200, ["project-601"])


@pytest.mark.parametrize("typed", ["1000001", "2147483648", "9223372036854775808", "9" * 400])
@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
def test_an_enormous_count_is_refused_beside_its_field(holder, ready, typed, headers):
    action = ready.actions.first()
    data = {"_version": "0", "participants": typed, "meetings": typed}
    here = address(ready, "row", "actions", action.pk)
    answer = holder.post(here, data, headers=headers)
    assert answer.status_code == (200 if headers else 422)
    assert answer.content.decode().count("Ce nombre est trop grand") >= len(data) - 1
    action.refresh_from_db()
    assert (action.participants, action.meetings) == (12, None)


@pytest.mark.parametrize("name", ["structure", "projet", "publics", "budget", "pieces", "upload"])
def test_an_empty_request_is_answered_with_a_sentence(holder, ready, name):
    answer = holder.post(address(ready, name), b"", content_type="multipart/form-data; boundary=x")
    assert answer.status_code < 500


def test_a_second_click_on_the_filing_leads_to_the_same_receipt(holder, ready):
    first, second = (holder.post(address(ready, "submit"), {"sworn": "on"}) for _ in range(2))
    assert (first.status_code, first.url) == (302, address(ready, "receipt", 1))
    assert (second.status_code, second.url) == (302, first.url)
    assert ready.snapshots.count() == 1


def test_a_second_click_on_a_removal_leads_to_the_same_page(holder, ready):
    partner = ready.partners.first()
    here = address(ready, "row_change", "partners", partner.pk, "retirer")
    first, second = holder.post(here), holder.post(here)
    assert (second.status_code, second.url) == (302, first.url)


@pytest.mark.parametrize("family", ["actions", "partners", "people", "funders"])
def test_the_row_of_another_dossier_is_neither_written_nor_removed(holder, ready, family):
    other = factory.complete_dossier(ready.edition)
    rows = {
        "actions": other.actions,
        "partners": other.partners,
        "people": other.persons,
        "funders": other.budgetlines,
    }[family]
    row, before = rows.first(), rows.count()
    assert holder.post(address(ready, "row", family, row.pk), {"_version": "0"}).status_code == 404
    assert holder.post(address(ready, "row_change", family, row.pk, "monter")).status_code == 404
    holder.post(address(ready, "row_change", family, row.pk, "retirer"))
    assert rows.count() == before


def test_people_and_films_of_another_dossier_are_not_choices(holder, ready):
    other, action = factory.complete_dossier(ready.edition), ready.actions.first()
    stranger = other.persons.first()
    data = {"_version": "0", "practitioners": str(stranger.pk), "add_film": "999999"}
    here = address(ready, "row", "actions", action.pk)
    answer = holder.post(here, data, headers={"X-Autosave": "1"})
    assert set(answer.json()["errors"]) == {"practitioners", "add_film"}
    assert not action.practitioners.filter(pk=stranger.pk).exists()


def test_a_role_taken_away_while_the_page_is_open_closes_it(holder, ready):
    data = {"_version": "0", "title": "Un autre titre"}
    ready.structure.memberships.all().delete()
    answer = holder.post(address(ready, "projet"), data, headers={"X-Autosave": "1"})
    assert answer.status_code == 404
    ready.project.refresh_from_db()
    assert ready.project.title == "Lumières de Terre Rouge"


@pytest.mark.parametrize(
    "name", ["projet", "structure", "budget", "upload", "submit", "abandonner", "pieces"]
)
def test_one_who_reads_writes_nothing(client, ready, name):
    reader = person()
    ready.structure.memberships.create(user=reader, role="reader")
    client.force_login(reader)
    assert client.post(address(ready, name), {"_version": "0", "sworn": "on"}).status_code == 403


def test_what_is_typed_is_never_markup_in_the_parts_sent_back(holder, ready):
    action = ready.actions.first()
    data = {"_version": "0", "free_film": MARKUP, "declared_qpv": MARKUP}
    here = address(ready, "row", "actions", action.pk)
    told = holder.post(here, data, headers={"X-Autosave": "1"}).json()["row_meta"]
    assert "&lt;img" in "".join(told.values())
    assert "<img" not in "".join(told.values())


def test_a_stale_page_sent_again_and_again_keeps_its_text_once(holder, ready):
    here, headers = address(ready, "projet"), {"X-Autosave": "1"}
    holder.post(here, {"_version": "0", "title": "Le premier"}, headers=headers)
    for _ in range(3):
        stale = {"_version": "0", "title": "Le second"}
        assert holder.post(here, stale, headers=headers).status_code == 409
    assert ready.set_asides.values_list("text", flat=True).get() == "Le second"
