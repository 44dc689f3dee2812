"""What is around the platform stops during a filing: the dossier is filed all the same."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_ox.testing import run_tasks

from passeurs.documents.enums import ScanState
from passeurs.documents.models import StoredFile
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.infections import tell_infection
from passeurs.dossiers.models import Dossier
from passeurs.journal.queries import entries_for
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, organisations
from tests.peers.clamav import EICAR

pytestmark = pytest.mark.django_db
PDF = documents.pdf_bytes()
INFECTED = documents.docx_bytes(**{"word/media.bin": EICAR})


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


def join(client, dossier, name="lettre.pdf", content=PDF):
    data = {"kind": "free", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("dossiers:upload", args=[dossier.pk]), data)


def file_it(client, dossier):
    """By the screen, as a holder does."""
    answer = client.post(reverse("dossiers:submit", args=[dossier.pk]), {"sworn": "on"})
    assert answer.status_code == 302, answer.text
    return Dossier.objects.get(pk=dossier.pk).snapshots.get()


def names(snapshot):
    return {row["name"] for row in snapshot.document["documents"]}


def test_filed_while_the_scanner_is_away_and_scanned_when_it_is_back(holder, ready, scanner):
    scanner.stop()
    assert join(holder, ready).status_code == 302
    snapshot = file_it(holder, ready)
    assert "lettre.pdf" in names(snapshot)
    assert StoredFile.objects.get(original_name="lettre.pdf").is_waiting
    scanner.start()
    StoredFile.objects.update(next_scan_at=None)
    run_tasks(raise_failures=True)
    assert StoredFile.objects.get(original_name="lettre.pdf").scan_state == ScanState.CLEAN


def test_what_is_found_infected_after_the_filing_is_told_once_to_both_sides(holder, ready, scanner):
    agent = organisations.team_member("coordination", ready.edition.coordination)
    scanner.stop()
    join(holder, ready, "notes.docx", INFECTED)
    snapshot = file_it(holder, ready)
    scanner.start()
    StoredFile.objects.filter(scan_state=ScanState.WAITING).update(next_scan_at=None)
    for _ in range(2):
        run_tasks(raise_failures=True)
    told = OutboxMessage.objects.filter(key__startswith="infected:")
    assert sorted(told.values_list("to", flat=True)) == sorted([ready.holder.email, agent.email])
    assert all("notes.docx" in one.text for one in told)
    verbs = [entry.verb for entry in entries_for(ready)]
    assert verbs.count("document.infected") == 1
    snapshot.refresh_from_db()
    assert "notes.docx" in names(snapshot)
    kept = ready.attachments.get(file__original_name="notes.docx")
    holder.force_login(agent)
    assert holder.get(reverse("dossiers:file", args=[ready.pk, kept.pk])).status_code == 410


def test_a_file_that_nobody_signed_is_told_to_those_who_write(ready, at):
    StoredFile.objects.update(uploaded_by=None, signature="x")
    tell_infection(StoredFile.objects.get(), at=at)
    assert OutboxMessage.objects.get().to == ready.holder.email


def test_a_file_of_no_dossier_is_told_to_nobody_here(db, at):
    tell_infection(documents.stored_file(), at=at)
    assert not OutboxMessage.objects.exists()


def test_an_infected_piece_no_longer_counts_among_those_the_call_asks(ready, at):
    StoredFile.objects.update(scan_state=ScanState.INFECTED, signature="x")
    with pytest.raises(Exception, match="Il manque le CV"):
        submit_dossier(ready, by=ready.holder, at=at)


def test_filed_while_the_storage_is_away(holder, ready, bucket):
    assert join(holder, ready).status_code == 302
    bucket.stop()
    answer = join(holder, ready, "autre.pdf")
    assert answer.status_code == 503
    assert "peut être déposé" in answer.text
    snapshot = file_it(holder, ready)
    assert "lettre.pdf" in names(snapshot)
    kept = ready.attachments.get(kind="free")
    away = holder.get(reverse("dossiers:file", args=[ready.pk, kept.pk]))
    assert (away.status_code, away["Retry-After"]) == (503, "60")
    assert "Réessayez dans quelques" in away.text
    bucket.start()
    assert holder.get(reverse("dossiers:file", args=[ready.pk, kept.pk])).status_code == 302


def test_the_supervisor_is_told_which_part_is_silent(client, bucket, scanner):
    cache.clear()
    said = client.get("/sante/").json()
    assert (said["fichiers"], said["antivirus"]) == ("ok", "ok")
    cache.clear()
    bucket.stop()
    scanner.stop()
    answer = client.get("/sante/")
    assert answer.status_code == 200
    assert (answer.json()["fichiers"], answer.json()["antivirus"]) == ("muet", "muet")


def test_without_a_scanner_the_supervisor_is_told_so(client, settings):
    settings.CLAMAV = None
    assert client.get("/sante/").json()["antivirus"] == "aucun"
