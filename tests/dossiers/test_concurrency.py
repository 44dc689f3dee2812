"""Several at once, each on a connection of its own: nothing is lost, nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions import filing
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.start import start_dossier
from passeurs.dossiers.models import Dossier, FieldChange, SetAside, Snapshot
from passeurs.dossiers.queries.lists import for_reading
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import calls, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db(transaction=True)
AT = factory.AT + timedelta(hours=1)
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def edition():
    return calls.edition("occitanie-en-cours")


@pytest.fixture
def ready(edition):
    return factory.complete_dossier(edition)


def at_once(*deeds):
    """Run each deed in a thread with its own connection, all let go together."""
    gate = Barrier(len(deeds))

    def run(deed):
        connection.ensure_connection()
        gate.wait(timeout=20)
        try:
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def poster(dossier, user, screen, **data):
    """A browser that will post; signed in beforehand."""
    page = Client()
    page.force_login(user)
    url = reverse(f"dossiers:{screen}", args=[dossier.pk])
    return lambda: page.post(url, {"_version": 0, **data}, headers=AUTOSAVE)


def colleagues(dossier, count):
    found = [person() for _ in range(count)]
    for user in found:
        dossier.structure.memberships.create(user=user, role="editor")
    return found


def test_two_texts_for_one_field_one_is_written_the_other_set_aside(ready):
    one, other = colleagues(ready, 2)
    answers = at_once(
        poster(ready, one, "projet", summary="Le texte d’Ana"),
        poster(ready, other, "projet", summary="Le texte de Bruno"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    ready.project.refresh_from_db()
    texts = {ready.project.summary, SetAside.objects.get().text}
    assert texts == {"Le texte d’Ana", "Le texte de Bruno"}
    assert FieldChange.objects.get().after == ready.project.summary


def test_eight_people_on_eight_fields_are_all_kept(ready):
    names = [
        "summary",
        "diagnosis",
        "pathway",
        "artistic_approach",
        "participation",
        "mixity",
        "insertion",
        "mediation",
    ]
    users = colleagues(ready, len(names))
    answers = at_once(
        *(
            poster(ready, user, "projet", **{name: f"Texte de {name}"})
            for user, name in zip(users, names, strict=True)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    ready.project.refresh_from_db()
    assert [getattr(ready.project, name) for name in names] == [f"Texte de {n}" for n in names]
    versions = FieldChange.objects.order_by("version").values_list("version", flat=True)
    assert list(versions) == list(range(1, len(names) + 1))


def test_the_cells_of_one_table_are_all_kept(ready):
    cells = [f"band-{band}-{who}" for band in ("0-5", "6-11", "18-25") for who in ("women", "men")]
    users = colleagues(ready, len(cells))
    answers = at_once(
        *(
            poster(ready, user, "publics", **{cell: str(rank)})
            for rank, (user, cell) in enumerate(zip(users, cells, strict=True), start=1)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    ready.audience.refresh_from_db()
    kept = {
        f"band-{band}-{who}": count
        for band, counts in ready.audience.bands.items()
        for who, count in counts.items()
    }
    assert {cell: kept.get(cell) for cell in cells} == {
        cell: rank for rank, cell in enumerate(cells, start=1)
    }


def test_two_clicks_on_file_make_one_snapshot_and_one_letter_each(ready):
    twins = [for_reading(ready.holder).get(pk=ready.pk) for _ in range(2)]
    results = at_once(
        *(lambda one=one: submit_dossier(one, by=ready.holder, at=AT) for one in twins)
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Snapshot.objects.count() == 1
    assert Entry.objects.filter(verb="dossier.submit").count() == 1
    assert OutboxMessage.objects.filter(to=ready.holder.email).count() == 1


def test_a_text_acknowledged_while_filing_is_in_the_snapshot_or_refused(ready):
    (colleague,) = colleagues(ready, 1)
    save = poster(ready, colleague, "projet", summary="À la dernière minute")
    snapshot, answer = at_once(lambda: submit_dossier(ready, by=ready.holder, at=AT), save)
    ready.project.refresh_from_db()
    said = {snapshot.document["project"]["summary"], ready.project.summary}
    assert answer.status_code in {200, 403, 423}
    assert said == {"À la dernière minute"} or answer.status_code != 200
    assert len(said) == 1


def test_a_text_saved_just_before_the_filing_takes_hold_is_in_the_snapshot(ready, monkeypatch):
    """The same, without chance: the colleague writes after the screen read, before the lock."""
    (colleague,) = colleagues(ready, 1)
    save = poster(ready, colleague, "projet", summary="À la dernière minute")
    screen = for_reading(ready.holder).get(pk=ready.pk)
    assert screen.project.summary != "À la dernière minute"
    assert at_once(save)[0].status_code == 200
    snapshot = filing.submit_dossier(screen, by=ready.holder, at=AT)
    assert snapshot.document["project"]["summary"] == "À la dernière minute"


def test_two_requests_that_pass_the_ceiling_together_are_both_held_back(edition):
    """Drafts count among the holder's requests: neither may be filed first to win the race."""
    first = factory.complete_dossier(edition, request="3000.00", total="6000.00")
    second = factory.complete_dossier(
        edition, request="3000.00", total="6000.00", holder=first.holder, structure=first.structure
    )
    results = at_once(
        *(lambda one=one: submit_dossier(one, by=first.holder, at=AT) for one in (first, second))
    )
    assert all(isinstance(result, Refused) for result in results)
    reasons = [reason for result in results for reason in result.reasons]
    assert len(reasons) == 2
    assert all(reason.startswith("Plafond de l’aide") for reason in reasons)
    assert not Snapshot.objects.exists()


def test_two_requests_within_the_ceiling_are_both_filed(edition):
    first = factory.complete_dossier(edition, request="2500.00", total="6000.00")
    second = factory.complete_dossier(
        edition, request="2500.00", total="6000.00", holder=first.holder, structure=first.structure
    )
    results = at_once(
        *(lambda one=one: submit_dossier(one, by=first.holder, at=AT) for one in (first, second))
    )
    assert {result.received_at for result in results} == {AT}
    assert Snapshot.objects.values("receipt_number").distinct().count() == 2


def test_ten_dossiers_opened_together_have_ten_numbers(edition):
    holders = [person() for _ in range(10)]
    structures = [organisations.structure(representative=user) for user in holders]
    made = at_once(
        *(
            lambda user=user, one=one: start_dossier(edition, one, by=user, at=AT)
            for user, one in zip(holders, structures, strict=True)
        )
    )
    numbers = sorted(dossier.reference for dossier in made)
    assert numbers == [f"OCCITANIE-EN-COURS-{rank:04d}" for rank in range(1, 11)]
    assert Dossier.objects.count() == 10


def test_a_row_removed_by_two_is_removed_once(ready):
    one, other = colleagues(ready, 2)
    row = ready.partners.first()
    url = reverse("dossiers:row_change", args=[ready.pk, "partners", row.pk, "retirer"])
    pages = [Client(), Client()]
    for page, user in zip(pages, (one, other), strict=True):
        page.force_login(user)
    answers = at_once(*(lambda page=page: page.post(url) for page in pages))
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert ready.partners.count() == 1
