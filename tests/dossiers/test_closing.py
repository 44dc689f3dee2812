"""The last second and the next, through the screens; the instant is the database's, taken once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.clock import database_now
from passeurs.dossiers.models import Dossier, Snapshot
from passeurs.dossiers.views import filing
from tests.factories import calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
DURING = datetime(2027, 10, 10, 8, tzinfo=UTC)


@pytest.fixture
def page(client, ready):
    client.force_login(ready.holder)
    return client


def file(page, dossier):
    return page.post(reverse("dossiers:submit", args=[dossier.pk]), {"sworn": "on"})


def test_the_receipt_states_the_instant_of_the_database(page, ready):
    before = database_now()
    assert file(page, ready).status_code == 302
    received = Snapshot.objects.get().received_at
    assert before <= received <= database_now()
    assert received - before < timedelta(seconds=60)
    assert Dossier.objects.get(pk=ready.pk).submitted_at == received


def test_the_database_s_clock_is_aware_and_in_utc():
    now = database_now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=60)


def test_the_instant_is_read_once_and_serves_everywhere(page, ready, monkeypatch):
    read = []

    def clock():
        read.append(database_now())
        return read[-1]

    monkeypatch.setattr(filing, "database_now", clock)
    file(page, ready)
    snapshot = Snapshot.objects.get()
    (instant,) = read
    assert snapshot.received_at == instant
    assert snapshot.document["context"]["submitted_at"] == instant.isoformat()


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (timedelta(0), 302),
        (timedelta(microseconds=999_999), 302),
        (timedelta(seconds=1), 422),
        (timedelta(days=1), 422),
    ],
)
def test_the_last_second_is_in_and_the_next_is_out(page, ready, monkeypatch, late, status):
    at = ready.edition.filing_before_at + late
    monkeypatch.setattr(filing, "database_now", lambda: at)
    assert file(page, ready).status_code == status
    assert Snapshot.objects.count() == (1 if status == 302 else 0)
    assert Dossier.objects.get(pk=ready.pk).state == ("submitted" if status == 302 else "draft")


def test_after_the_closing_the_draft_stays_readable_and_printable(page, ready):
    Dossier.objects.update(updated_at=ready.updated_at)
    ready.edition.filing_before_at -= timedelta(days=400)
    ready.edition.save()
    for name in ("structure", "projet", "actions", "budget", "pieces", "review"):
        assert page.get(reverse(f"dossiers:{name}", args=[ready.pk])).status_code == 200
    answer = page.get(reverse("dossiers:print", args=[ready.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_after_the_closing_every_gesture_is_refused_in_words(page, ready):
    submit_dossier(ready, by=ready.holder, at=factory.AT)
    ready.edition.filing_before_at -= timedelta(days=400)
    ready.edition.save()
    answer = page.post(reverse("dossiers:retirer", args=[ready.pk]), follow=True)
    assert "L’appel est clos" in answer.text
    assert Dossier.objects.get(pk=ready.pk).state == "submitted"
    Dossier.objects.update(state="abandoned")
    answer = page.post(reverse("dossiers:reprendre", args=[ready.pk]), follow=True)
    assert "ne peut plus être repris" in answer.text
    assert Dossier.objects.get(pk=ready.pk).state == "abandoned"


def paris(deadline):
    """An edition whose filing closes on the night the clocks go back in Paris."""
    today = date(2027, 10, 10)
    return calls.edition("occitanie-en-cours", today=today, calendar={"filing_before": deadline})


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ("2027-10-30T23:59:59", datetime(2027, 10, 30, 21, 59, 59, tzinfo=UTC)),
        ("2027-10-31T23:59:59", datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_day_of_twenty_five_hours_counts_them_all(deadline, last):
    edition = paris(deadline)
    made = factory.complete_dossier(edition, at=DURING)
    late = factory.complete_dossier(edition, at=DURING)
    assert submit_dossier(made, by=made.holder, at=last).received_at == last
    with pytest.raises(Refused):
        submit_dossier(late, by=late.holder, at=last + timedelta(seconds=1))


def test_a_deadline_that_strikes_twice_leaves_the_later_one_or_the_earlier_but_never_neither():
    """02:30 happens at 00:30 and at 01:30 UTC: one of both closes, and the second after is out."""
    edition = paris("2027-10-31T02:30:00")
    last = edition.filing_before_at
    assert last in {
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    }
    made = factory.complete_dossier(edition, at=DURING)
    assert submit_dossier(made, by=made.holder, at=last).received_at == last


def test_the_receipt_of_that_day_names_the_hour_of_paris(client):
    edition = paris("2027-10-31T23:59:59")
    made = factory.complete_dossier(edition, at=DURING)
    at = datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC)
    submit_dossier(made, by=made.holder, at=at)
    client.force_login(made.holder)
    page = client.get(reverse("dossiers:receipt", args=[made.pk, 1])).text
    assert "23\u00a0h\u00a059\u00a0min\u00a059\u00a0s" in page
    assert "31\u00a0octobre\u00a02027" in page
