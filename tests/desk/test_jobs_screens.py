"""A job on its pages: read over, previewed, confirmed, left, reported; without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.desk.actions import jobs
from passeurs.desk.bulk import run
from passeurs.desk.enums import JobKind, JobState
from passeurs.desk.models import Job
from passeurs.dossiers.models import Dossier, Message
from tests.factories import dossiers as factory
from tests.factories import organisations

pytestmark = pytest.mark.django_db
INDEX = "/bureau/actions-groupees/"


@pytest.fixture
def three(edition):
    return [factory.dossier(edition, title=title) for title in ("Aube", "Brume", "Ciel")]


def prepared(agent, kind, **more):
    told = {"by": agent, "at": timezone.now()} | more
    return jobs.prepare_job(JobKind(kind), Dossier.objects.all(), **told)


def page_of(job):
    return reverse("desk:job", args=[job.pk])


def test_a_message_is_read_over_dossier_by_dossier_then_sent(client, agent, three):
    job = prepared(agent, "message")
    assert "Envoyer à 3\u00a0dossiers" in client.get(page_of(job)).text
    given = {"text": "Bonjour {porteur}.", "geste": "apercu"}
    answer = client.post(page_of(job), given)
    assert answer["Location"] == f"{page_of(job)}?apercu=1#apercu"
    first = client.get(page_of(job), {"apercu": "1"}).text
    assert f"Bonjour {three[0].structure.name}." in first
    assert "Dossier suivant" in first
    assert "Dossier précédent" not in first
    last = client.get(page_of(job), {"apercu": "3"}).text
    assert f"Bonjour {three[2].structure.name}." in last
    assert "Dossier suivant" not in last
    assert not Message.objects.exists()
    answer = client.post(page_of(job), given | {"geste": "lancer"}, follow=True)
    assert "C’est en cours" in answer.text
    run.call(str(job.pk))
    done = client.get(page_of(job)).text
    assert "C’est fait" in done
    assert "3\u00a0dossiers faits" in done
    assert Message.objects.count() == 3


@pytest.mark.parametrize("rank", ["0", "99999", "-1", "x", "1000000000", ""])
def test_a_rank_that_makes_no_sense_shows_a_dossier_all_the_same(client, agent, three, rank):
    job = prepared(agent, "message", options={"text": "Bonjour {porteur}."})
    assert "Ce que lira" in client.get(page_of(job), {"apercu": rank}).text


def test_a_dossier_lost_meanwhile_has_no_preview(client, agent, three):
    job = prepared(agent, "message", options={"text": "Bonjour."})
    job.items.filter(position=1).delete()
    page = client.get(page_of(job), {"apercu": "1"}).text
    assert "n’est plus à vous" in page


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("message", {"text": " "}, "Écrivez le message"),
        ("message", {"text": "Bonjour {prénom} et {âge}."}, "{prénom}, {âge}"),
        ("message", {"text": "x" * 10_001}, "10"),
        ("piece", {"label": "RIB", "due_on": "01/01/2020"}, "Ce jour est passé"),
        ("piece", {"label": "", "due_on": "n’importe"}, "Nommez la pièce"),
        ("piece", {"label": "RIB", "words": "{x}", "due_on": "01/01/2020"}, "{x}"),
        ("attribuer", {"agent": "999999"}, "choix"),
        ("etiqueter", {"label": "x" * 41}, "40"),
        ("irrecevable", {"reason": "Non."}, "Dites comment contester"),
    ],
)
@pytest.mark.usefixtures("three")
def test_what_makes_no_sense_is_told_and_stays_typed(client, agent, kind, given, sentence):
    job = prepared(agent, kind)
    for verb in ("apercu", "lancer"):
        answer = client.post(page_of(job), given | {"geste": verb})
        assert answer.status_code == 422
        assert sentence in answer.text
    job.refresh_from_db()
    assert (job.state, job.options) == (JobState.DRAFT, {})


@pytest.mark.parametrize(
    ("kind", "given", "options"),
    [
        ("message", {"text": "Bonjour 🎬"}, {"text": "Bonjour 🎬"}),
        ("piece", {"label": "RIB", "due_on": "31/12/2090"}, None),
        ("attribuer", {"agent": ""}, {"agent": None}),
        ("etiqueter", {"label": "Lot"}, {"label": "Lot"}),
        ("oter", {"label": "Lot"}, {"label": "Lot"}),
        ("recevable", {}, {}),
        ("irrecevable", {"reason": "A", "appeal": "B"}, {"reason": "A", "appeal": "B"}),
        ("pdf", {}, {}),
    ],
)
def test_each_gesture_is_confirmed_once(client, agent, three, kind, given, options):
    job = prepared(agent, kind)
    assert client.get(page_of(job)).status_code == 200
    for _ in range(2):
        assert client.post(page_of(job), given | {"geste": "lancer"}).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    if options is not None:
        assert job.options == options
    assert "C’est en cours" in client.get(page_of(job)).text


def test_a_day_typed_comes_back_when_it_is_read_over(client, agent, three):
    job = prepared(agent, "piece")
    day = timezone.localdate() + timedelta(days=5)
    given = {"label": "RIB", "words": "Pour {porteur}", "due_on": day.isoformat()}
    client.post(page_of(job), given | {"geste": "apercu"})
    page = client.get(page_of(job), {"apercu": "2"}).text
    assert f'value="{day.isoformat()}"' in page
    assert f"Pour {three[1].structure.name}" in page


def test_a_fourth_job_waits(client, agent, three):
    for _ in range(3):
        jobs.start_job(prepared(agent, "recevable"), {}, at=timezone.now())
    answer = client.post(page_of(prepared(agent, "recevable")), {"geste": "lancer"})
    assert answer.status_code == 422
    assert "Trois actions groupées" in answer.text


def test_the_report_is_read_by_outcome_and_found_again(client, agent, three):
    job = prepared(agent, "recevable")
    client.post(page_of(job), {"geste": "lancer"})
    run.call(str(job.pk))
    page = client.get(page_of(job)).text
    assert "Terminée, avec des refus" in page
    assert "Aube" in client.get(page_of(job), {"issue": "refused"}).text
    assert "Aube" in client.get(page_of(job), {"issue": "n’importe"}).text
    listed = client.get(INDEX).text
    assert "Dire recevables" in listed
    assert "3 / 3" in listed


def test_a_job_is_stopped_or_given_up(client, agent, three):
    draft = prepared(agent, "message")
    answer = client.post(reverse("desk:job_drop", args=[draft.pk]), follow=True)
    assert "Rien n’a été fait" in answer.text
    assert client.get(page_of(draft)).status_code == 404
    job = prepared(agent, "message")
    jobs.start_job(job, {"text": "Bonjour."}, at=timezone.now())
    stop = reverse("desk:job_stop", args=[job.pk])
    assert "ce qui était fait reste fait" in client.post(stop, follow=True).text
    assert "déjà terminée" in client.post(stop, follow=True).text
    assert "Arrêtée en chemin" in client.get(page_of(job)).text


def test_the_archive_is_its_asker_s_alone_and_for_a_day(
    client, agent, edition, three, settings, tmp_path
):
    settings.UPLOAD_FOLDER = tmp_path
    job = prepared(agent, "pdf")
    file = reverse("desk:job_file", args=[job.pk])
    assert client.get(file).status_code == 404
    client.post(page_of(job), {"geste": "lancer"})
    run.call(str(job.pk))
    assert "Télécharger l’archive" in client.get(page_of(job)).text
    sent = client.get(file)
    assert b"".join(sent.streaming_content)[:2] == b"PK"
    assert sent["Content-Disposition"].startswith("attachment")
    client.force_login(organisations.team_member("coordination", edition.coordination))
    assert client.get(file).status_code == 404
    assert client.get(page_of(job)).status_code == 404
    client.force_login(agent)
    Job.objects.update(file_until=timezone.now())
    assert client.get(file).status_code == 404
    assert "n’est plus gardée" in client.get(page_of(job)).text


@pytest.mark.parametrize("role", ["drac", "region", "committee"])
def test_those_who_only_read_have_no_jobs(client, agent, edition, three, role):
    job = prepared(agent, "message")
    client.force_login(organisations.team_member(role, edition.coordination))
    for name, keys in (("jobs", []), ("job", [job.pk]), ("job_file", [job.pk])):
        assert client.get(reverse(f"desk:{name}", args=keys)).status_code == 403


def test_the_list_says_what_to_do_when_it_is_empty(client, agent):
    assert "Aucune action groupée encore" in client.get(INDEX).text


def test_the_pages_ask_as_much_whatever_the_number(
    client, agent, edition, django_assert_num_queries
):
    for _ in range(3):
        factory.dossier(edition)
        job = prepared(agent, "message", options={"text": "Bonjour {porteur}."})
        with django_assert_num_queries(12):
            client.get(page_of(job), {"apercu": "1"})
        jobs.start_job(job, {"text": "Bonjour."}, at=timezone.now())
        run.call(str(job.pk))
        with django_assert_num_queries(6):
            client.get(page_of(job))
        with django_assert_num_queries(4):
            client.get(INDEX)
