"""The documents one by one: received, examined, missing, promised, waived, and looked at."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.documents.models import StoredFile
from passeurs.dossiers.models import Attachment, Dossier
from passeurs.instruction.actions.pieces import (
    clear_piece,
    promise_piece,
    unverify_piece,
    verify_piece,
    waive_piece,
)
from passeurs.instruction.models import PieceCheck
from passeurs.instruction.queries.pieces import pieces_of
from passeurs.instruction.rules import has_promise
from passeurs.journal.models import Entry
from tests.factories import dossiers as factory
from tests.instruction.conftest import anew

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def slot(filed):
    return f"practitioner_cv-{filed.persons.get().key}"


def piece(dossier, slot, at):
    return next(one for one in pieces_of(anew(dossier), at=at) if one.slot.key == slot)


def state(dossier, slot, at):
    return str(piece(dossier, slot, at).state)


def lose(dossier, at):
    Attachment.objects.filter(dossier=dossier).update(removed_at=at)


@pytest.mark.parametrize(
    ("scan", "expected"),
    [
        ("not_scanned", "received"),
        ("clean", "scanned"),
        ("waiting", "waiting"),
        ("infected", "infected"),
    ],
)
def test_a_document_that_is_there_says_what_the_antivirus_said(filed, slot, at, scan, expected):
    StoredFile.objects.update(scan_state=scan)
    assert state(filed, slot, at) == expected


def test_a_document_that_is_not_there_is_missing_or_was_optional(filed, slot, at):
    lose(filed, at)
    assert state(filed, slot, at) == "missing"
    optional = [one for one in pieces_of(anew(filed), at=at) if not one.slot.required]
    assert {str(one.state) for one in optional} == {"optional"}
    assert {one.tone for one in optional} == {"mute"}


def test_a_promise_runs_until_its_day_and_is_late_after(filed, slot, agent, at):
    lose(filed, at)
    until = at.date() + 3 * DAY
    promise_piece(anew(filed), slot, until=until, by=agent, at=at)
    assert state(filed, slot, at) == "promised"
    assert state(filed, slot, at + 5 * DAY) == "late"


@pytest.mark.parametrize("until", [None, date(2020, 1, 1)])
def test_a_promise_without_a_day_to_come_is_refused(filed, slot, agent, at, until):
    with pytest.raises(Refused):
        promise_piece(anew(filed), slot, until=until, by=agent, at=at)


def test_a_waiver_takes_the_place_of_a_promise_and_the_reverse(filed, slot, agent, at):
    lose(filed, at)
    promise_piece(anew(filed), slot, until=at.date() + DAY, by=agent, at=at)
    waive_piece(anew(filed), slot, reason=" Connue ", by=agent, at=at)
    check = PieceCheck.objects.get()
    assert (check.waived_because, check.promised_until) == ("Connue", None)
    assert state(filed, slot, at) == "waived"
    promise_piece(anew(filed), slot, until=at.date() + DAY, by=agent, at=at)
    assert state(filed, slot, at) == "promised"
    for _ in range(2):
        clear_piece(anew(filed), slot, by=agent, at=at)
    assert state(filed, slot, at) == "missing"
    assert Entry.objects.filter(verb="instruction.piece_asked").count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_waiver_needs_a_reason_that_holds(filed, slot, agent, at, reason):
    with pytest.raises(Refused):
        waive_piece(anew(filed), slot, reason=reason, by=agent, at=at)


def test_a_document_looked_at_says_by_whom_until_its_files_change(filed, slot, agent, at):
    verify_piece(anew(filed), slot, by=agent, at=at)
    found = piece(filed, slot, at)
    assert (found.is_verified, found.was_verified, found.check.verified_by) == (True, False, agent)
    stored = StoredFile.objects.create(
        original_name="cv-2.pdf", size=1, sha256="b" * 64, file="x", uploaded_at=at
    )
    Attachment.objects.create(
        dossier=filed, kind="practitioner_cv", person=filed.persons.get(), file=stored, added_at=at
    )
    found = piece(filed, slot, at)
    assert (found.is_verified, found.was_verified) == (False, True)
    for _ in range(2):
        unverify_piece(anew(filed), slot, by=agent, at=at)
    assert not piece(filed, slot, at).was_verified
    assert Entry.objects.filter(verb="instruction.piece_unverified").count() == 1


def test_nothing_is_looked_at_where_nothing_is(filed, slot, agent, at):
    lose(filed, at)
    with pytest.raises(Refused):
        verify_piece(anew(filed), slot, by=agent, at=at)


def test_a_document_that_is_no_longer_asked_is_told(filed, agent, at):
    with pytest.raises(Refused):
        verify_piece(anew(filed), "nothing", by=agent, at=at)


@pytest.mark.parametrize(
    ("promised", "last", "today", "expected"),
    [
        (None, date(2023, 11, 30), date(2023, 11, 1), False),
        (date(2023, 11, 20), None, date(2023, 11, 1), False),
        (date(2023, 11, 30), date(2023, 11, 30), date(2023, 11, 30), True),
        (date(2023, 11, 30), date(2023, 11, 30), date(2023, 12, 1), False),
        (date(2023, 12, 1), date(2023, 11, 30), date(2023, 11, 1), False),
    ],
)
def test_a_promised_bilan_holds_until_the_second_date(promised, last, today, expected):
    assert has_promise(promised, last_day=last, today=today) is expected


# -------------------------------------------------------------------------------------- screen


def send(client, dossier, slot, **sent):
    return client.post(reverse("instruction:piece", args=[dossier.pk, slot]), sent)


def test_the_agent_ticks_promises_waives_and_asks_again(client, filed, slot, agent, at):
    client.force_login(agent)
    assert send(client, filed, slot, geste="verifier").status_code == 302
    assert piece(filed, slot, at).is_verified
    send(client, filed, slot, geste="deverifier")
    lose(filed, at)
    tomorrow = (at + DAY).date()
    for sent, expected in (
        ({"geste": "promettre", "jusqu_au": str(tomorrow)}, "promised"),
        ({"geste": "dispenser", "motif": "Connue 🙂"}, "waived"),
        ({"geste": "redemander"}, "missing"),
    ):
        send(client, filed, slot, **sent)
        assert state(filed, slot, at) == expected


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"geste": "effacer"},
        {"geste": "verifier"},
        {"geste": "promettre", "jusqu_au": ""},
        {"geste": "promettre", "jusqu_au": "31/02/2026"},
        {"geste": "promettre", "jusqu_au": "2001-01-01"},
        {"geste": "dispenser", "motif": "  "},
        {"geste": "dispenser", "motif": "x" * 100_000},
    ],
    ids=str,
)
def test_a_gesture_that_makes_no_sense_comes_back_in_words(client, filed, slot, agent, at, sent):
    lose(filed, at)
    client.force_login(agent)
    assert send(client, filed, slot, **sent).status_code == 422
    assert not PieceCheck.objects.exists()


def test_another_coordination_finds_nothing(client, filed, slot):
    client.force_login(factory.dossier(filed.edition).holder)
    assert send(client, filed, slot, geste="verifier").status_code == 404


def test_pieces_are_not_checked_before_the_filing(client, filed, slot, agent):
    Dossier.objects.filter(pk=filed.pk).update(state="draft")
    client.force_login(agent)
    assert send(client, filed, slot, geste="verifier").status_code == 403
