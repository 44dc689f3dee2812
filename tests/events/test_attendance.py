"""The day itself: who came, the certificate, and what the commitments may count."""

import hashlib
from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.events.actions import attendance
from passeurs.events.actions.attendance import issue_certificates, mark
from passeurs.events.actions.events import move_event
from passeurs.events.attachments import certificate_as_file
from passeurs.events.models import Certificate, Registration
from passeurs.events.printing import certificate as printing
from passeurs.events.printing.sheet import sheet_pdf
from passeurs.events.queries.attendance import attendance_of
from passeurs.events.queries.events import by_name
from passeurs.events.workflow import MOVED
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import calls, organisations
from tests.factories import dossiers as dossier_factory
from tests.factories import events as factory
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db


def state(line):
    return Registration.objects.get(pk=line.pk).state


def held(event, agent):
    move_event(event, "hold", by=agent, at=event.ends_at)


def test_who_came_is_marked_and_may_be_unmarked(event, come, agent):
    line, at = come(), event.starts_at
    for name, after in (("came", "came"), ("unmark", "registered"), ("absent", "absent")):
        mark(line, name, by=agent, at=at)
        assert state(line) == after
    row = Registration.objects.get()
    assert (row.marked_by, row.marked_at) == (agent, at)
    mark(line, "unmark", by=agent, at=at)
    assert Registration.objects.get().marked_by is None
    said = Entry.objects.exclude(verb__in=["event.created", "event.open", "event.registered"])
    verbs = list(said.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["event.came", "event.unmark", "event.absent", "event.unmark"]


def test_marked_twice_the_second_reads_where_it_is(event, come, agent):
    line = come()
    mark(line, "came", by=agent, at=event.starts_at)
    with pytest.raises(Refused) as refusal:
        mark(line, "came", by=agent, at=event.starts_at)
    assert refusal.value.reasons == (MOVED,)


def test_nobody_signs_before_the_day(event, come, agent):
    line = come()
    with pytest.raises(Refused) as refusal:
        mark(line, "came", by=agent, at=event.starts_at - timedelta(days=1))
    assert refusal.value.reasons == (attendance.TOO_EARLY,)


def test_nobody_signs_at_what_was_cancelled_nor_from_the_waiting_list(event, come, agent, at):
    come(adults=10)
    waiting = come()
    with pytest.raises(Refused):
        mark(waiting, "came", by=agent, at=event.starts_at)
    move_event(event, "cancel", by=agent, at=at)
    with pytest.raises(Refused) as refusal:
        mark(waiting, "came", by=agent, at=event.starts_at)
    assert refusal.value.reasons == (attendance.NOT_SIGNED,)


def test_each_who_came_receives_one_certificate_once_it_was_held(event, come, agent):
    came, absent, unmarked = come(youths=2), come(), come()
    mark(came, "came", by=agent, at=event.starts_at)
    mark(absent, "absent", by=agent, at=event.starts_at)
    assert issue_certificates(at=event.ends_at) == 0
    held(event, agent)
    assert issue_certificates(at=event.ends_at) == 1
    assert issue_certificates(at=event.ends_at) == 0
    made = Certificate.objects.get()
    assert made.registration == came
    assert made.sha256 == hashlib.sha256(bytes(made.content)).hexdigest()
    message = OutboxMessage.objects.get(subject__contains="attestation")
    assert message.to == came.user.email
    assert message.attachments == [{"builder": "events.certificate", "arguments": [made.pk]}]
    assert made.number in message.text
    assert made.sha256 in message.text
    assert certificate_as_file(made.pk).content == bytes(made.content)
    assert {state(one) for one in (absent, unmarked)} == {"absent", "registered"}


def test_the_certificate_says_who_what_and_when_and_counts_the_young(event, come, agent):
    line = come(adults=2, youths=3)
    pdf = printing.certificate_pdf(line, event, at=event.ends_at)
    said = " ".join(text_of(pdf).split())
    for words in (line.name, line.structure.name, event.title, "1 autre adulte et 3 jeunes"):
        assert words.replace("\u00a0", " ") in said.replace("\u00a0", " ")
    assert printing.number_of(line, event) in said
    assert pdf == printing.certificate_pdf(line, event, at=event.ends_at)
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(45, "45\u00a0minutes"), (60, "1\u00a0heure"), (450, "7\u00a0heures 30"), (3000, "")],
)
def test_how_long_it_lasted_is_said_in_words(event, minutes, said):
    event.ends_at = event.starts_at + timedelta(minutes=minutes)
    assert printing.hours_of(event) == said


def test_presence_does_not_change_once_the_certificate_is_made(event, come, agent):
    line = come()
    mark(line, "came", by=agent, at=event.starts_at)
    held(event, agent)
    issue_certificates(at=event.ends_at)
    with pytest.raises(Refused) as refusal:
        mark(line, "unmark", by=agent, at=event.ends_at)
    assert refusal.value.reasons == (attendance.HAS_PAPER,)


def test_one_certificate_that_fails_keeps_no_other_back(event, come, agent, monkeypatch, caplog):
    lines = [come(), come()]
    for one in lines:
        mark(one, "came", by=agent, at=event.starts_at)
    held(event, agent)
    real = attendance.certificate_pdf

    def fail_once(line, *args, **options):
        if line.pk == lines[0].pk:
            raise ValueError(line.user.email)
        return real(line, *args, **options)

    monkeypatch.setattr(attendance, "certificate_pdf", fail_once)
    assert issue_certificates(at=event.ends_at) == 1
    assert lines[0].user.email not in caplog.text
    monkeypatch.undo()
    assert issue_certificates(at=event.ends_at) == 1


def test_the_sheet_names_adults_and_counts_the_young(event, come, agent, at):
    line = come(youths=4)
    come(adults=5)
    come(adults=9)
    said = text_of(sheet_pdf(event, by_name(event, agent), at=at))
    assert line.name in said
    assert "Signature" in said
    assert "2 inscriptions, 10 personnes" in said.replace("\u00a0", " ")


def test_attendance_is_what_a_structure_and_a_dossier_came_to(region, agent, at):
    edition = calls.edition("occitanie-en-cours")
    made = dossier_factory.dossier(edition)
    first = factory.event(edition.coordination, agent, at=at, title="Une", counts_for="training")
    other = factory.event(edition.coordination, agent, at=at, title="Deux")
    told = {"user": made.holder, "structure": made.structure, "at": at}
    factory.registered(first, youths=2, dossier=made, **told)
    factory.registered(first, at=at, structure=made.structure)
    factory.registered(other, **told)
    for line in Registration.objects.select_related("event"):
        mark(line, "came", by=agent, at=line.event.starts_at)
    assert attendance_of(made) == []
    for event in (first, other):
        held(event, agent)
    (alone,) = attendance_of(made)
    assert (alone.event, alone.on, alone.counts_for) == (first, first.day, "training")
    assert (alone.adults, alone.youths) == (1, 2)
    found = {one.event: (one.adults, one.youths) for one in attendance_of(made.structure)}
    assert found == {first: (2, 2), other: (1, 0)}
    assert attendance_of(organisations.structure()) == []
