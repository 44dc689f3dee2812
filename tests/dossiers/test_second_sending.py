"""Last year's bilan may follow the dossier until the date of the second sending."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.dossiers.actions.attachments import may_still_send
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Attachment
from tests.factories.documents import pdf_bytes, upload
from tests.factories.dossiers import attach

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(client, ready, at):
    ready.took_part_last_year, ready.actions_unfinished = True, True
    ready.report_promised_on = ready.edition.milestone("report_second_sending").at_local.date()
    ready.save()
    attach(ready, "previous_films", name="film.pdf")
    submit_dossier(ready, by=ready.holder, at=at)
    ready.refresh_from_db()
    client.force_login(ready.holder)
    return ready


def send(client, dossier, kind):
    url = reverse("dossiers:upload", args=[dossier.pk])
    return client.post(url, {"kind": kind, "file": upload("bilan.pdf", pdf_bytes())})


def test_the_promised_bilan_joins_the_filed_dossier(client, filed):
    before = filed.snapshots.get().document
    assert send(client, filed, "previous_report").status_code == 302
    assert Attachment.objects.filter(dossier=filed, kind="previous_report").exists()
    assert filed.snapshots.get().document == before


def test_nothing_else_joins_it(client, filed):
    assert send(client, filed, "free").status_code == 403
    assert not Attachment.objects.filter(kind="free").exists()


def test_the_door_closes_after_the_last_second_of_the_second_sending(filed):
    until = filed.edition.milestone("report_second_sending").last_at
    assert may_still_send(filed, "previous_report", at=until)
    assert not may_still_send(filed, "previous_report", at=until + timedelta(seconds=1))
