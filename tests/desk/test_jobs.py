"""One thing done to many dossiers: prepared, confirmed, done once each, reported."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.desk import tasks
from passeurs.desk.actions import jobs
from passeurs.desk.bulk import GESTURES, gestures, paper, run
from passeurs.desk.enums import ItemState, JobKind, JobState
from passeurs.desk.models import Docket, Job, JobItem
from passeurs.desk.queries.jobs import foreseen, items_of, jobs_of, one_in, tally_of
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import DocumentRequest, Dossier, Message
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import dossiers as factory
from tests.factories import organisations

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def three(edition):
    return [factory.dossier(edition, title=title) for title in ("Aube", "Brume", "Ciel")]


def prepared(agent, kind, options=None, **more):
    chosen = Dossier.objects.all()
    return jobs.prepare_job(JobKind(kind), chosen, options=options, by=agent, at=NOW, **more)


def started(agent, kind, options=None):
    job = prepared(agent, kind)
    jobs.start_job(job, options or {}, at=NOW)
    return job


def done(agent, kind, options=None):
    job = started(agent, kind, options)
    run.func(str(job.pk))
    job.refresh_from_db()
    return job


def outcomes(job):
    return {row.title: (row.state, row.reason) for row in items_of(job)}


# ---------------------------------------------------------------------------------- what is done


def test_everyone_is_written_to_in_their_own_name(agent, three):
    job = done(agent, "message", {"text": "Bonjour {porteur}, où en est « {titre} » ?"})
    assert job.state == JobState.DONE
    texts = set(Message.objects.values_list("text", flat=True))
    assert texts == {
        f"Bonjour {one.structure.name}, où en est « {one.project.title} » ?" for one in three
    }
    assert {row.author for row in Message.objects.all()} == {agent}
    assert tally_of(job)["done"] == 3


def test_a_document_is_asked_of_each_and_an_abandoned_one_is_told(agent, three):
    Dossier.objects.filter(pk=three[1].pk).update(state=State.ABANDONED)
    day = timezone.localdate() + timedelta(days=9)
    options = {"label": "RIB", "words": "Pour {porteur}.", "due_on": day.isoformat()}
    job = done(agent, "piece", options)
    assert outcomes(job)["Brume"][0] == ItemState.REFUSED
    assert "abandonné" in outcomes(job)["Brume"][1]
    asked = DocumentRequest.objects.select_related("dossier__structure")
    assert {one.words for one in asked} == {
        f"Pour {one.structure.name}." for one in (three[0], three[2])
    }


def test_they_are_assigned_labelled_and_unlabelled(agent, three):
    done(agent, "attribuer", {"agent": agent.pk})
    done(agent, "etiqueter", {"label": "Lot"})
    assert Docket.objects.filter(agent=agent, labels__name="Lot").count() == 3
    done(agent, "oter", {"label": "lot"})
    done(agent, "attribuer", {"agent": None})
    assert Docket.objects.filter(agent=None, labels=None).count() == 3


def test_somebody_who_left_follows_nothing(agent, three):
    job = done(agent, "attribuer", {"agent": 999_999})
    assert tally_of(job)["refused"] == 3
    assert "n’est plus là" in items_of(job)[0].reason


def test_states_are_changed_by_the_doors_of_the_instruction(agent, three, monkeypatch):
    told = []
    monkeypatch.setattr(
        gestures.admission, "admit", lambda dossier, **more: told.append(("admit", dossier, more))
    )
    monkeypatch.setattr(
        gestures.admission, "refuse", lambda dossier, **more: told.append(("refuse", dossier, more))
    )
    Dossier.objects.update(state=State.SUBMITTED)
    done(agent, "recevable")
    done(agent, "irrecevable", {"reason": "{porteur} : hors sujet", "appeal": "Écrivez-nous."})
    assert [verb for verb, *_ in told] == ["admit"] * 3 + ["refuse"] * 3
    assert told[3][2]["reasons"] == [f"{told[3][1].structure.name} : hors sujet"]
    assert told[3][2]["appeal"] == "Écrivez-nous."


def test_what_has_no_state_to_change_is_refused_one_by_one(agent, three):
    job = done(agent, "recevable")
    assert tally_of(job)["refused"] == 3


def test_each_dossier_has_its_pdf_under_a_safe_name(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    structure = three[0].structure
    structure.name = "../Ciné / « Étoile » " + "x" * 150
    structure.save()
    job = done(agent, "pdf")
    with zipfile.ZipFile(io.BytesIO(job.file.open("rb").read())) as archive:
        names = archive.namelist()
        assert len(set(names)) == 3
        assert all(name.endswith(".pdf") and "/" not in name and len(name) < 100 for name in names)
        assert all(archive.read(name).startswith(b"%PDF") for name in names)
    assert not paper.folder_of(job).exists()
    assert not Message.objects.exists()


def test_two_dossiers_never_bear_one_name(agent, three, settings, tmp_path, monkeypatch):
    settings.UPLOAD_FOLDER = tmp_path
    same = [(one.pk, "OCC/2027", "La MJC") for one in three]
    monkeypatch.setattr(paper, "done_of", lambda job: FakeRows(same))
    names = [name for _, name in paper._names(None)]
    assert len(set(names)) == 3
    assert names[0] == "OCC-2027-la-mjc.pdf"


class FakeRows(list):
    def iterator(self):
        return iter(self)


# --------------------------------------------------------------- nothing is done twice, or for ever


def test_a_killed_worker_is_taken_up_where_it_stopped(agent, three, monkeypatch):
    job = started(agent, "message", {"text": "Bonjour."})
    calls = []

    def dies_at_the_second(running, dossier, at):
        gestures._message(running, dossier, at)
        calls.append(dossier)
        if len(calls) == 2:
            raise KeyboardInterrupt

    dying = GESTURES[JobKind.MESSAGE].__class__(
        **vars(GESTURES[JobKind.MESSAGE]) | {"do": dies_at_the_second}
    )
    monkeypatch.setitem(GESTURES, JobKind.MESSAGE, dying)
    with pytest.raises(KeyboardInterrupt):
        run.func(str(job.pk))
    assert Message.objects.count() == 1
    monkeypatch.undo()
    run.func(str(job.pk))
    assert Message.objects.count() == 3
    assert tally_of(job)["done"] == 3


def test_a_silent_job_is_taken_up_and_a_lively_one_left(agent, three, monkeypatch):
    job = started(agent, "etiqueter", {"label": "Lot"})
    assert jobs.silent_jobs(at=NOW + timedelta(minutes=1)) == []
    assert jobs.silent_jobs(at=NOW + timedelta(minutes=3)) == [job]
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(hours=1))
    tasks.take_up.func()
    job.refresh_from_db()
    assert timezone.now() - job.beat_at < timedelta(minutes=1)


def test_a_fault_in_one_dossier_stops_no_other(agent, three, monkeypatch):
    def faulty(job, dossier, at):
        if dossier.pk == three[1].pk:
            Message.objects.filter(dossier=dossier).delete()
            raise ValueError("boum")
        gestures._message(job, dossier, at)

    monkeypatch.setitem(
        GESTURES,
        JobKind.MESSAGE,
        GESTURES[JobKind.MESSAGE].__class__(**vars(GESTURES[JobKind.MESSAGE]) | {"do": faulty}),
    )
    job = done(agent, "message", {"text": "Bonjour."})
    assert job.state == JobState.DONE
    assert tally_of(job)["done"] == 2
    assert outcomes(job)["Brume"][0] == ItemState.FAILED
    assert "boum" not in outcomes(job)["Brume"][1]


def test_a_dossier_that_kills_three_workers_is_left_aside(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    JobItem.objects.filter(dossier=three[0]).update(tries=3)
    run.func(str(job.pk))
    assert outcomes(job)["Aube"][0] == ItemState.FAILED
    assert "trois fois" in outcomes(job)["Aube"][1]
    assert Message.objects.count() == 2


def test_a_database_that_is_away_leaves_the_item_for_later(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    item = job.items.first()

    def away(job, dossier, at):
        raise OperationalError

    told = {"at": NOW, "is_effect": True}
    with pytest.raises(OperationalError):
        jobs.do_item(job, item.pk, "message.write", away, **told)
    item.refresh_from_db()
    assert (item.state, item.tries) == (ItemState.WAITING, 1)


def test_an_item_done_by_another_worker_is_left(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    item = job.items.first()
    JobItem.objects.filter(pk=item.pk).update(state=ItemState.DONE)
    told = {"at": NOW, "is_effect": True}
    jobs.do_item(job, item.pk, "message.write", gestures._message, **told)
    assert not Message.objects.exists()


def test_an_item_settled_in_between_is_not_done_again(agent, three, monkeypatch):
    job = started(agent, "message", {"text": "Bonjour."})
    item = job.items.first()
    monkeypatch.setattr(jobs, "_settle", lambda *args, **more: 0)
    told = {"at": NOW, "is_effect": True}
    jobs.do_item(job, item.pk, "message.write", gestures._message, **told)
    assert not Message.objects.exists()


def test_a_job_run_twice_or_unknown_does_nothing_more(agent, three):
    job = done(agent, "message", {"text": "Bonjour."})
    run.func(str(job.pk))
    run.func("00000000-0000-0000-0000-000000000000")
    assert Message.objects.count() == 3


def test_lost_pdfs_are_made_again_before_the_archive(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    job = started(agent, "pdf")
    JobItem.objects.filter(dossier=three[2]).update(state=ItemState.DONE)
    run.func(str(job.pk))
    job.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(job.file.open("rb").read())) as archive:
        assert len(archive.namelist()) == 3


def test_nothing_printed_makes_no_archive(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    job = started(agent, "pdf")
    agent.teams.all().delete()
    run.func(str(job.pk))
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (JobState.DONE, False)


def test_what_is_lost_again_and_again_does_not_go_round_for_ever(
    agent, three, settings, tmp_path, monkeypatch
):
    settings.UPLOAD_FOLDER = tmp_path
    monkeypatch.setattr(paper, "make_again", lambda job: True)
    job = started(agent, "pdf")
    run.func(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_stopped_job_does_no_more(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    job = started(agent, "message", {"text": "Bonjour."})
    jobs.stop_job(job, at=NOW)
    job.refresh_from_db()
    job.state = JobState.RUNNING
    assert not jobs.beat(job, at=NOW)
    run.func(str(job.pk))
    assert not Message.objects.exists()
    with pytest.raises(Refused, match="déjà terminée"):
        jobs.stop_job(job, at=NOW)


def test_a_job_stopped_while_it_runs_ends_there(agent, three, monkeypatch):
    job = started(agent, "message", {"text": "Bonjour."})

    def stops(running, dossier, at):
        gestures._message(running, dossier, at)
        Job.objects.filter(pk=job.pk).update(state=JobState.STOPPED)

    stopping = GESTURES[JobKind.MESSAGE].__class__(
        **vars(GESTURES[JobKind.MESSAGE]) | {"do": stops}
    )
    monkeypatch.setitem(GESTURES, JobKind.MESSAGE, stopping)
    run.func(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.STOPPED
    assert Message.objects.count() == 1


# --------------------------------------------------------------------------- whose it is to do


def test_who_left_the_team_meanwhile_does_nothing(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    agent.teams.all().delete()
    run.func(str(job.pk))
    assert not Message.objects.exists()
    assert "plus accès" in items_of(job)[0].reason


def test_who_lost_their_account_meanwhile_does_nothing(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    type(agent).objects.filter(pk=agent.pk).update(is_active=False)
    run.func(str(job.pk))
    assert not Message.objects.exists()


def test_a_right_that_the_state_does_not_give_is_refused(agent, three):
    Dossier.objects.filter(pk=three[0].pk).update(state=State.SUBMITTED)
    job = done(agent, "recevable")
    assert outcomes(job)["Brume"] == (
        ItemState.REFUSED,
        jobs.FORBIDDEN.format("en préparation"),
    )


# ------------------------------------------------------------------- preparing, starting, forgetting


def test_nothing_chosen_or_too_many_is_refused(agent, three, monkeypatch):
    with pytest.raises(Refused, match="Cochez"):
        jobs.prepare_job(JobKind.MESSAGE, Dossier.objects.none(), by=agent, at=NOW)
    monkeypatch.setattr(jobs, "MOST", 2)
    with pytest.raises(Refused, match="Au-delà de 2 dossiers"):
        prepared(agent, "message")
    monkeypatch.setattr(jobs, "MOST", 10)
    monkeypatch.setattr(jobs, "MOST_ON_PAPER", 1)
    with pytest.raises(Refused, match="Au-delà de 1 dossiers"):
        prepared(agent, "pdf")


def test_it_starts_once_and_no_more_than_three_run(agent, three):
    job = started(agent, "message", {"text": "Bonjour."})
    with pytest.raises(Refused, match="déjà partie"):
        jobs.start_job(job, {"text": "Autre."}, at=NOW)
    job.refresh_from_db()
    assert job.options == {"text": "Bonjour."}
    entry = Entry.objects.get(verb="bulk.started")
    assert entry.data == {"kind": "message", "count": 3}
    for _ in range(2):
        started(agent, "message", {"text": "Bonjour."})
    with pytest.raises(Refused, match="Trois actions"):
        started(agent, "message", {"text": "Bonjour."})


def test_what_was_typed_is_kept_until_it_starts(agent, three):
    job = prepared(agent, "message")
    jobs.keep_options(job, {"text": "Un"})
    jobs.start_job(job, {"text": "Deux"}, at=NOW)
    jobs.keep_options(job, {"text": "Trois"})
    job.refresh_from_db()
    assert job.options == {"text": "Deux"}
    jobs.drop_draft(job)
    assert Job.objects.filter(pk=job.pk).exists()


def test_archives_go_after_a_day_and_reports_after_a_month(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    job = done(agent, "pdf")
    draft = prepared(agent, "message")
    bytes_of = job.file.storage.path(job.file.name) if job.file else ""
    assert jobs.forget_jobs(at=timezone.now() + timedelta(days=1, minutes=1)) == 1
    job.refresh_from_db()
    assert not job.file
    assert not job.file.storage.exists(bytes_of)
    assert not Job.objects.filter(pk=draft.pk).exists()
    assert jobs.forget_jobs(at=timezone.now() + timedelta(days=31)) == 1
    assert not JobItem.objects.exists()


def test_old_folders_are_cleared_and_recent_ones_left(agent, three, settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path
    paper.clear_old(before=timezone.now())
    job = prepared(agent, "pdf")
    paper.folder_of(job).mkdir(parents=True)
    paper.clear_old(before=timezone.now() - timedelta(days=2))
    assert paper.folder_of(job).exists()
    paper.clear_old(before=timezone.now() + timedelta(minutes=1))
    assert not paper.folder_of(job).exists()


# ------------------------------------------------------------------------- what is known beforehand


def test_refusals_are_foreseen(agent, three):
    Dossier.objects.filter(pk=three[0].pk).update(state=State.SUBMITTED)
    Dossier.objects.filter(pk=three[1].pk).update(state=State.ABANDONED)
    Docket.objects.create(dossier=three[0], judged=3, blocking=1)
    told = [one.sentence for one in foreseen(prepared(agent, "recevable"))]
    assert len(told) == 3
    assert "point bloquant" in told[-1]
    told = foreseen(prepared(agent, "piece"))
    assert [one.names for one in told] == [[three[1].reference]]
    assert foreseen(prepared(agent, "message")) == []


def test_who_is_of_another_team_is_foreseen(agent, three):
    stranger = organisations.team_member("coordination", organisations.coordination())
    told = foreseen(prepared(agent, "attribuer", {"agent": stranger.pk}))
    assert "hors de l’équipe" in told[0].sentence
    assert foreseen(prepared(agent, "attribuer", {"agent": None})) == []
    assert foreseen(prepared(agent, "attribuer", {"agent": agent.pk})) == []


def test_dossiers_lost_meanwhile_are_foreseen(agent, three):
    job = prepared(agent, "message")
    agent.teams.all().delete()
    assert "hors de votre accès" in foreseen(job)[0].sentence


def test_a_dossier_of_the_preview_stays_within_bounds(agent, three):
    job = prepared(agent, "message")
    assert one_in(job, 0)[0] == 1
    rank, dossier = one_in(job, 99)
    assert (rank, dossier.pk) == (3, three[2].pk)
    job.items.filter(position=2).delete()
    assert one_in(job, 2) == (2, None)


def test_lists_and_foresight_cost_the_same_whatever_their_number(
    agent, edition, django_assert_num_queries
):
    for _ in range(2):
        factory.dossier(edition)
        job = prepared(agent, "message")
        with django_assert_num_queries(2):
            list(items_of(job)), list(jobs_of(agent))
        with django_assert_num_queries(1):
            foreseen(job)
    assert reverse("desk:job", args=[job.pk])


# -------------------------------------------------------------------------------- its end is told


def test_of_a_long_job_its_owner_is_told_once(agent, three, monkeypatch):
    monkeypatch.setattr(jobs, "MANY", 3)
    Dossier.objects.filter(pk=three[0].pk).update(state=State.ABANDONED)
    job = done(agent, "piece", {"label": "RIB", "words": "", "due_on": f"{NOW:%Y}-12-31"})
    jobs.end_job(job, at=NOW)
    mail = OutboxMessage.objects.get(to=agent.email)
    assert "2 dossiers, et 1 laissé de côté" in mail.text.replace("\xa0", " ")
    assert reverse("desk:job", args=[job.pk]) in mail.text


def test_a_short_one_ends_without_an_e_mail(agent, three):
    done(agent, "etiqueter", {"label": "À relire"})
    assert not OutboxMessage.objects.filter(to=agent.email).exists()
