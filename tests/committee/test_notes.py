"""A reader's own notes: saved as typed, read by nobody else, erased in time."""

from datetime import timedelta

import pytest

from passeurs.committee.actions.annotations import annotate, forget_annotations
from passeurs.committee.models import Annotation
from passeurs.core.refusals import Refused

from .conftest import away, url

pytestmark = pytest.mark.django_db
SECRET = "Je connais mal cette salle."


def write(client, passage, user, text, *, base="", script=True):
    client.force_login(user)
    data = {"_version": "0", "carnet-budget": text, "_base-carnet-budget": base}
    headers = {"X-Autosave": "1"} if script else {}
    return client.post(url("notes", passage.sitting_id, passage.pk), data, headers=headers)


@pytest.mark.parametrize("script", [True, False])
def test_a_note_is_kept_and_read_again(client, one, expert, script):
    answer = write(client, one, expert, SECRET, script=script)

    assert answer.status_code == (200 if script else 302)
    page = client.get(url("reading", one.sitting_id, one.pk)).content.decode()
    assert SECRET in page


@pytest.mark.parametrize("who", ["agent", "drac", "observer"])
def test_nobody_else_reads_it_whoever_they_are(client, one, expert, request, who):
    write(client, one, expert, SECRET)
    client.force_login(request.getfixturevalue(who))

    assert SECRET not in client.get(url("reading", one.sitting_id, one.pk)).content.decode()


def test_it_is_in_no_file(client, one, expert, agent):
    write(client, one, expert, SECRET)
    client.force_login(agent)

    for form in ("csv", "xlsx", "ods"):
        content = b"".join(client.get(url("marks_export", one.sitting_id, form)))
        assert SECRET.encode() not in content


def test_an_emptied_note_is_gone(client, one, expert):
    write(client, one, expert, SECRET)
    write(client, one, expert, "", base=SECRET)

    assert not Annotation.objects.exists()


def test_two_windows_do_not_overwrite_one_another(client, one, expert):
    write(client, one, expert, SECRET)
    answer = write(client, one, expert, "Autre chose")

    assert answer.status_code == 409
    assert Annotation.objects.get().text == SECRET


def test_an_observer_notes_too(client, one, observer):
    assert write(client, one, observer, SECRET).status_code == 200


def test_who_is_kept_away_since_notes_nothing_more(client, one, expert, agent, at):
    away(one.dossier, expert, agent, at)

    assert write(client, one, expert, SECRET).status_code == 404
    with pytest.raises(Refused):
        annotate(one, [], by=expert, at=at)


def test_a_text_too_long_is_said_and_stays(client, one, expert):
    answer = write(client, one, expert, "a" * 5_001, script=False)

    assert answer.status_code == 422
    assert "5001" in answer.content.decode().replace("\u202f", "")


def test_six_months_after_the_sitting_they_are_erased(client, one, expert):
    write(client, one, expert, SECRET)
    end = one.sitting.ends_at

    assert forget_annotations(at=end + timedelta(days=182)) == 0
    assert forget_annotations(at=end + timedelta(days=184)) == 1
