"""A whole calendar with the clock moved: each reminder once, on its day, to the right people.

Nothing here reads the machine's clock: rounds are played at instants that are given.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from passeurs.calls.models import Edition
from passeurs.dossiers.actions import reminders
from passeurs.dossiers.actions.filing import abandon_dossier, submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.reminders import hold_reminders, send_reminders
from passeurs.dossiers.enums import ReminderKind
from passeurs.dossiers.models import Dossier, Reminder, Reminding
from passeurs.dossiers.queries.reminders import dues_of
from passeurs.notifications.models import OutboxMessage
from tests.factories import calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
PARIS = "Europe/Paris"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROUND = 8


def at(text, zone=PARIS):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def edition_closing(closing, *, opening, second=None, zone=PARIS):
    """The demonstration's edition on other dates."""
    calendar = {"opening": opening, "contact_before": closing, "filing_before": closing}
    if second:
        calendar["report_second_sending"] = second
    made = calls.edition("occitanie-en-cours", today=date(2027, 9, 1))
    document = made.document_cache
    document["calendar"] |= calendar
    document["timezone"] = made.timezone = zone
    made.opens_at, made.filing_before_at = at(opening, zone), at(closing, zone)
    made.save()
    return made


def walk(start, end, *, every=8 * HOUR, down=(), fine=()):
    """Rounds from one instant to another: day by day in steps, hour by hour on the days `fine`
    (« 2027-10-31 », in UTC), none while the worker is `down` (pairs of instants). On those days
    each round runs twice, as two workers would.
    """
    now = start
    while now <= end:
        is_fine = f"{now:%Y-%m-%d}" in fine
        if not any(begin <= now < finish for begin, finish in down):
            for _ in range(1 + is_fine):
                send_reminders(at=now)
        now += HOUR if is_fine else every


def told(zone=PARIS, **asked):
    """(day and hour on the clocks of the zone, step) of each reminder that left."""
    rows = Reminder.objects.filter(**asked).order_by("sent_at", "pk")
    here = ZoneInfo(zone)
    return [(f"{row.sent_at.astimezone(here):%d/%m %H}", row.step) for row in rows]


def mails(prefix="reminder:"):
    return OutboxMessage.objects.filter(key__startswith=prefix)


@pytest.fixture
def autumn():
    """Closes on a Sunday, the night the clocks go back."""
    return edition_closing("2027-10-31T23:59:59", opening="2027-09-15T00:00:00")


def draft(edition, created, **options):
    return factory.dossier(edition, at=at(created), **options)


# --------------------------------------------------------------------------- the whole season


def test_a_season_hour_by_hour_around_the_change_of_hour(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    fine = {f"2027-10-{day}" for day in (17, 24, 29, 30, 31)}
    walk(at("2027-09-15T00:00:00"), at("2027-11-05T00:00:00"), fine=fine)
    assert told() == [
        ("17/10 08", "j14"),
        ("24/10 08", "j7"),
        ("29/10 08", "j2"),
        ("31/10 08", "j0"),
    ]
    assert Counter(mails().values_list("to", flat=True)) == {made.holder.email: 4}


@pytest.mark.parametrize(
    ("closing", "opening", "days"),
    [
        pytest.param(
            "2027-03-28T23:59:59",
            "2027-02-01T00:00:00",
            ["2027-03-14", "2027-03-21", "2027-03-26", "2027-03-28"],
            id="the clocks go forward on the last day",
        ),
        pytest.param(
            "2028-02-29T23:59:59",
            "2028-01-10T00:00:00",
            ["2028-02-15", "2028-02-22", "2028-02-27", "2028-02-29"],
            id="29 February",
        ),
    ],
)
def test_other_seasons(closing, opening, days):
    edition = edition_closing(closing, opening=opening)
    draft(edition, f"{opening[:8]}12T10:00:00")
    walk(at(opening), at(closing) + 3 * DAY, fine=days)
    mornings = [f"{day[8:]}/{day[5:7]} 08" for day in days]
    assert told() == list(zip(mornings, ["j14", "j7", "j2", "j0"], strict=True))


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"])
def test_overseas_it_is_eight_o_clock_there(zone):
    edition = edition_closing("2027-10-31T23:59:59", opening="2027-09-15T00:00:00", zone=zone)
    draft(edition, "2027-09-16T10:00:00")
    fine = {f"2027-10-{day}" for day in (16, 17, 23, 24, 28, 29, 30, 31)}
    walk(at("2027-10-14T00:00:00"), at("2027-11-03T00:00:00"), fine=fine)
    assert told(zone) == [
        ("17/10 08", "j14"),
        ("24/10 08", "j7"),
        ("29/10 08", "j2"),
        ("31/10 08", "j0"),
    ]
    assert edition.timezone == zone
    assert "heure de" in mails().first().text


# ------------------------------------------------------------------- what changes on the way


def test_an_extension_in_the_middle_moves_what_remains(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    walk(at("2027-09-15T00:00:00"), at("2027-10-25T12:00:00"))
    Edition.objects.filter(pk=autumn.pk).update(filing_before_at=at("2027-11-05T23:59:59"))
    walk(at("2027-10-25T18:00:00"), at("2027-11-08T00:00:00"))
    days = [day[:5] for day, _step in told()]
    assert days == ["17/10", "24/10", "29/10", "03/11", "05/11"]
    assert [step for _day, step in told()] == ["j14", "j7", "j7", "j2", "j0"]
    keys = mails().values_list("key", flat=True)
    assert len(set(keys)) == len(keys) == 5


def test_an_extension_sends_nothing_at_once_for_mornings_already_behind(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    walk(at("2027-09-15T00:00:00"), at("2027-10-25T12:00:00"))
    Edition.objects.filter(pk=autumn.pk).update(filing_before_at=at("2027-11-05T23:59:59"))
    assert send_reminders(at=at("2027-10-25T12:15:00")) == 0


def test_a_closing_moved_and_moved_back_tells_no_date_twice(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    walk(at("2027-10-16T00:00:00"), at("2027-10-24T12:00:00"))
    editions = Edition.objects.filter(pk=autumn.pk)
    editions.update(filing_before_at=at("2027-11-30T23:59:59"))
    walk(at("2027-10-24T18:00:00"), at("2027-10-26T00:00:00"))
    editions.update(filing_before_at=at("2027-10-31T23:59:59"))
    walk(at("2027-10-26T06:00:00"), at("2027-11-03T00:00:00"))
    assert [step for _, step in told()] == ["j14", "j7", "j2", "j0"]


def test_nothing_after_filing_and_again_after_taking_back(autumn):
    made = factory.complete_dossier(autumn, at=at("2027-09-16T10:00:00"))
    walk(at("2027-10-16T00:00:00"), at("2027-10-18T00:00:00"))
    submit_dossier(made, by=made.holder, at=at("2027-10-20T10:00:00"))
    walk(at("2027-10-20T12:00:00"), at("2027-10-25T00:00:00"))
    assert [step for _, step in told()] == ["j14"]
    withdraw_dossier(Dossier.objects.get(pk=made.pk), by=made.holder, at=at("2027-10-26T10:00:00"))
    walk(at("2027-10-26T12:00:00"), at("2027-11-03T00:00:00"))
    assert [step for _, step in told()] == ["j14", "j2", "j0"]


def test_nothing_after_abandoning(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    abandon_dossier(made, by=made.holder, at=at("2027-10-18T10:00:00"))
    walk(at("2027-10-18T12:00:00"), at("2027-11-03T00:00:00"))
    assert told() == []


def test_a_draft_begun_late_hears_only_of_the_mornings_ahead(autumn):
    draft(autumn, "2027-10-27T10:00:00")
    walk(at("2027-10-20T00:00:00"), at("2027-11-03T00:00:00"))
    assert [step for _, step in told()] == ["j2", "j0"]


# ---------------------------------------------------------------------------------- outages


def test_a_worker_down_for_three_days_sends_late_once_the_latest_only(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    down = [(at("2027-10-23T00:00:00"), at("2027-10-26T10:00:00"))]
    walk(at("2027-10-15T00:00:00"), at("2027-11-03T00:00:00"), every=HOUR, down=down)
    assert told() == [
        ("17/10 08", "j14"),
        ("26/10 10", "j7"),
        ("29/10 08", "j2"),
        ("31/10 08", "j0"),
    ]


def test_two_mornings_missed_make_one_message(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    down = [(at("2027-10-23T00:00:00"), at("2027-10-29T12:00:00"))]
    walk(at("2027-10-15T00:00:00"), at("2027-11-03T00:00:00"), every=HOUR, down=down)
    assert told() == [("17/10 08", "j14"), ("29/10 12", "j2"), ("31/10 08", "j0")]


def test_back_after_the_closing_nothing_is_sent(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    send_reminders(at=at("2027-10-16T00:00:00"))
    assert send_reminders(at=at("2027-11-01T00:00:00")) == 0


def test_a_first_round_does_not_write_of_weeks_gone_by(autumn):
    draft(autumn, "2027-09-16T10:00:00")
    assert send_reminders(at=at("2027-10-26T10:00:00")) == 0


def test_one_dossier_that_fails_is_tried_again_and_holds_nobody_back(autumn, monkeypatch):
    broken, sound = draft(autumn, "2027-09-16T10:00:00"), draft(autumn, "2027-09-16T10:00:00")
    send_reminders(at=at("2027-10-17T07:00:00"))
    original = reminders.verdicts_of

    def fail(dossier, *, at):
        if dossier.pk == broken.pk:
            raise ValueError
        return original(dossier, at=at)

    monkeypatch.setattr(reminders, "verdicts_of", fail)
    assert send_reminders(at=at("2027-10-17T08:00:00")) == 1
    monkeypatch.undo()
    assert send_reminders(at=at("2027-10-17T08:15:00")) == 1
    assert {row.dossier_id for row in Reminder.objects.all()} == {broken.pk, sound.pk}
    assert mails().count() == 2


# ------------------------------------------------------------------- held back, and the words


def test_a_kind_held_back_is_not_made_up_for(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    options = {"by": made.holder, "at": at("2027-10-16T00:00:00")}
    hold_reminders(autumn, ReminderKind.DRAFT, is_held=True, **options)
    walk(at("2027-10-16T00:00:00"), at("2027-10-18T00:00:00"))
    hold_reminders(autumn, ReminderKind.DRAFT, is_held=False, **options)
    hold_reminders(autumn, ReminderKind.DRAFT, is_held=False, **options)
    walk(at("2027-10-18T06:00:00"), at("2027-11-03T00:00:00"))
    assert [step for _, step in told()] == ["j7", "j2", "j0"]


def test_it_says_what_is_missing_and_how_long_is_left(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    walk(at("2027-10-31T07:00:00"), at("2027-10-31T09:00:00"), every=HOUR)
    message = mails().get()
    assert message.subject.startswith("Dernier jour pour déposer")
    assert "points à compléter" in message.text
    assert "15\u00a0heures" in message.text
    assert "heure de Paris" in message.text
    assert (message.scope, message.about) == ("la-trame", f"dossier:{made.pk}")
    assert message.family == "reminders"


def test_it_says_when_nothing_is_missing(autumn):
    factory.complete_dossier(autumn, at=at("2027-09-16T10:00:00"))
    walk(at("2027-10-24T07:00:00"), at("2027-10-24T09:00:00"), every=HOUR)
    message = mails().get()
    assert message.subject.startswith("Il reste 7\u00a0jours")
    assert "Plus rien ne l’empêche" in message.text


def test_everybody_who_writes_is_told_and_nobody_who_only_reads(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    people = {role: factory.person() for role in ("delegate", "editor", "reader")}
    for role, user in people.items():
        made.team.create(user=user, role=role, added_by=made.holder, added_at=made.created_at)
    walk(at("2027-10-17T07:00:00"), at("2027-10-17T09:00:00"), every=HOUR)
    wanted = {made.holder.email, people["delegate"].email, people["editor"].email}
    assert set(mails().values_list("to", flat=True)) == wanted
    assert Reminder.objects.get().people == 3


# ------------------------------------------------------------------------ last year's bilan


def filed_returning(edition, *, promised=None):
    made = factory.complete_dossier(edition, at=at("2027-09-16T10:00:00"))
    Dossier.objects.filter(pk=made.pk).update(
        state="submitted",
        submitted_at=at("2027-10-20T10:00:00"),
        took_part_last_year=True,
        report_promised_on=promised,
    )
    return made


def test_from_the_opening_to_the_second_sending_of_the_bilan():
    edition = edition_closing(
        "2027-10-31T23:59:59", opening="2027-09-15T00:00:00", second="2028-02-29T23:59:59"
    )
    draft(edition, "2027-09-16T10:00:00")
    filed_returning(edition)
    walk(at("2027-09-15T00:00:00"), at("2028-03-05T00:00:00"))
    reports = [(day[:5], step) for day, step in told(kind=ReminderKind.REPORT)]
    assert reports == [("22/02", "j7"), ("27/02", "j2"), ("29/02", "j0")]
    assert [step for _, step in told(kind=ReminderKind.DRAFT)] == ["j14", "j7", "j2", "j0"]
    assert "bilan de votre action" in mails("reminder:report").first().text


def test_the_date_that_was_promised_comes_first():
    edition = edition_closing(
        "2027-10-31T23:59:59", opening="2027-09-15T00:00:00", second="2028-02-29T23:59:59"
    )
    filed_returning(edition, promised=date(2027, 12, 15))
    walk(at("2027-12-01T00:00:00"), at("2028-03-05T00:00:00"))
    assert [day[:5] for day, _ in told()] == ["08/12", "13/12", "15/12"]


def test_a_bilan_that_came_ends_its_reminders():
    edition = edition_closing(
        "2027-10-31T23:59:59", opening="2027-09-15T00:00:00", second="2028-02-29T23:59:59"
    )
    made = filed_returning(edition)
    walk(at("2028-02-20T00:00:00"), at("2028-02-23T00:00:00"))
    kinds = [
        line["kind"] for line in edition.document()["documents"] if line["when"] == "returning"
    ]
    for kind in kinds:
        factory.attach(made, kind)
    walk(at("2028-02-23T06:00:00"), at("2028-03-05T00:00:00"))
    assert [step for _, step in told()] == ["j7"]


def test_a_round_far_from_any_date_asks_the_same_few_questions(autumn, django_assert_num_queries):
    draft(autumn, "2027-09-16T10:00:00")
    send_reminders(at=at("2027-10-01T00:00:00"))
    with django_assert_num_queries(ROUND):
        send_reminders(at=at("2027-10-01T01:00:00"))
    for _ in range(3):
        draft(autumn, "2027-09-16T10:00:00")
    with django_assert_num_queries(ROUND):
        send_reminders(at=at("2027-10-01T02:00:00"))
    assert Reminding.objects.get().checked_at == at("2027-10-01T02:00:00")


# ------------------------------------------------------------------ what the coordination asks


def ask(dossier, due_on, asked_at):
    return dossier.document_requests.create(
        label="Relevé d’identité bancaire",
        words="Au nom de la structure.",
        due_on=due_on,
        key=uuid4(),
        asked_by=dossier.holder,
        asked_at=at(asked_at),
    )


def test_a_document_asked_for_is_reminded_of_until_it_comes(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    asked = ask(made, date(2027, 11, 30), "2027-11-02T10:00:00")
    fine = {"2027-11-23", "2027-11-28"}
    walk(at("2027-11-03T00:00:00"), at("2027-11-29T00:00:00"), fine=fine)
    assert told(kind=ReminderKind.DOCUMENT) == [("23/11 08", "j7"), ("28/11 08", "j2")]
    message = mails("reminder:document").first()
    assert "Relevé d’identité bancaire" in message.subject
    assert message.family == "requests"
    type(asked).objects.filter(pk=asked.pk).update(state="received")
    walk(at("2027-11-29T06:00:00"), at("2027-12-03T00:00:00"))
    assert len(told(kind=ReminderKind.DOCUMENT)) == 2


def test_two_documents_of_a_dossier_are_reminded_of_each(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    for _ in range(2):
        ask(made, date(2027, 11, 30), "2027-11-25T10:00:00")
    walk(at("2027-11-26T00:00:00"), at("2027-12-03T00:00:00"))
    assert [step for _, step in told()] == ["j2", "j2", "j0", "j0"]


def test_a_correction_asked_for_is_reminded_of_until_it_is_sent_back(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    asked = made.corrections.create(
        state="sent",
        prepared_at=at("2027-11-02T10:00:00"),
        sent_at=at("2027-11-02T10:00:00"),
        due_at=at("2027-11-12T23:59:59"),
        words="Relisez le budget.",
    )
    walk(at("2027-11-03T00:00:00"), at("2027-11-11T00:00:00"))
    assert [(day[:5], step) for day, step in told()] == [("05/11", "j7"), ("10/11", "j2")]
    assert "> Relisez le budget." in mails("reminder:correction").first().text
    type(asked).objects.filter(pk=asked.pk).update(state="returned")
    walk(at("2027-11-11T06:00:00"), at("2027-11-14T00:00:00"))
    assert len(told()) == 2


def test_an_abandoned_dossier_owes_nothing_more(autumn):
    made = draft(autumn, "2027-09-16T10:00:00")
    ask(made, date(2027, 11, 30), "2027-11-02T10:00:00")
    abandon_dossier(made, by=made.holder, at=at("2027-10-18T10:00:00"))
    walk(at("2027-11-20T00:00:00"), at("2027-12-03T00:00:00"))
    assert told() == []


def test_what_was_filed_or_told_while_a_round_was_running_is_left_alone(autumn):
    """Between the reading of what is due and its turn, another worker, or the holder, came."""
    made = draft(autumn, "2027-09-16T10:00:00")
    (due,) = dues_of(autumn)
    moment = {"since": at("2027-10-17T00:00:00"), "at": at("2027-10-17T08:00:00")}
    assert reminders._remind(due, **moment)
    assert not reminders._remind(due, **moment)
    Dossier.objects.filter(pk=made.pk).update(state="submitted")
    Reminder.objects.all().delete()
    assert not reminders._remind(due, **moment)
    assert mails().count() == 1
