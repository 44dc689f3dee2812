"""What a hostile hand sends to a dossier: a sentence or a refusal, never a fault."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
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
