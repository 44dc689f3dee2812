from datetime import UTC, datetime

import pytest

from tests.eligibility.editions import DROP, verdict

EDITIONS = ["occitanie", "deux"]
BEFORE = datetime(2023, 9, 20, tzinfo=UTC)


def contacts(*instants):
    return {"context.contacts": [{"at": at, "channel": "phone"} for at in instants]}


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("instants", "state", "words"),
    [
        (["2023-09-12T10:00:00+02:00"], "met", "12 septembre 2023, dans les délais"),
        (["2023-09-30T23:59:59+02:00"], "met", "30 septembre 2023"),
        (["2023-09-30T23:59:59.900000+02:00"], "met", "30 septembre 2023"),
        (["2023-09-30T21:59:59+00:00"], "met", "30 septembre 2023"),
        (["2023-09-30T23:59:59"], "met", "30 septembre 2023"),
        (["2023-10-01T00:00:00+02:00"], "not_met", "1er octobre 2023, après la date limite"),
        (["2023-10-05T10:00:00+02:00", "2023-09-05T10:00:00+02:00"], "met", "5 septembre"),
        (["2023-10-25T10:00:00+02:00"], "not_met", "la date limite est passée"),
        ([], "not_met", "la date limite est passée"),
        (["hier"], "not_met", "la date limite est passée"),
    ],
)
def test_the_first_contact_is_held_to_its_date(name, instants, state, words):
    found = verdict("contact.before_deadline", name=name, changes=contacts(*instants))
    assert (found.state, found.blocking) == (state, True)
    assert words in found.reason.replace("\u00a0", " ")


def test_no_contact_is_still_to_come_before_the_date():
    found = verdict("contact.before_deadline", changes=contacts(), at=BEFORE)
    assert found.state == "unknown"
    assert "au plus tard le samedi" in found.reason


def test_a_contact_late_on_the_very_day_is_told_to_the_second():
    noon = {"calendar.contact_before": "2023-09-30T12:00:00"}
    late = contacts("2023-09-30T12:00:01+02:00")
    found = verdict("contact.before_deadline", changes=late, of_edition=noon)
    assert found.state == "not_met"
    assert "12 h 00 min 01 s" in found.reason.replace("\u00a0", " ")


def test_an_edition_without_a_date_asks_no_contact():
    none = {"calendar.contact_before": DROP}
    assert verdict("contact.before_deadline", of_edition=none).state == "not_applicable"


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2023, 8, 31, 21, 59, 59, tzinfo=UTC), "not_met"),
        (datetime(2023, 8, 31, 22, 0, 0, tzinfo=UTC), "met"),
        (datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC), "met"),
        (datetime(2023, 10, 31, 22, 59, 59, 999_999, tzinfo=UTC), "met"),
        (datetime(2023, 10, 31, 23, 0, 0, tzinfo=UTC), "not_met"),
    ],
)
def test_the_last_second_is_in_and_the_next_is_out(name, at, state):
    assert verdict("submission.before_deadline", name=name, at=at).state == state


def test_a_filed_dossier_is_judged_at_its_filing():
    filed = {"context.submitted_at": "2023-10-31T23:59:59+01:00"}
    later = datetime(2024, 3, 1, tzinfo=UTC)
    found = verdict("submission.before_deadline", changes=filed, at=later)
    assert found.state == "met"
    assert "a été déposé le" in found.reason


def test_an_edition_without_a_closing_never_closes():
    none = {"calendar.filing_before": DROP}
    assert verdict("submission.before_deadline", of_edition=none).state == "not_applicable"


def test_an_edition_without_an_opening_is_open():
    none = {"calendar.opening": DROP}
    assert verdict("submission.before_deadline", of_edition=none).state == "met"


@pytest.mark.parametrize(
    ("closing", "at", "state"),
    [
        ("2027-10-31T02:30:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "met"),
        ("2027-10-31T02:30:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "met"),
        ("2027-10-31T02:30:00", datetime(2027, 10, 31, 1, 30, 1, tzinfo=UTC), "not_met"),
        ("2027-10-31T23:59:59", datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), "met"),
        ("2027-10-31T23:59:59", datetime(2027, 10, 31, 23, 0, tzinfo=UTC), "not_met"),
        ("2027-10-31", datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), "met"),
        ("2027-10-31", datetime(2027, 10, 31, 23, 0, tzinfo=UTC), "not_met"),
        ("2027-10", datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), "met"),
        ("2027-10", datetime(2027, 10, 31, 23, 0, tzinfo=UTC), "not_met"),
    ],
)
def test_the_day_the_clocks_go_back_the_later_hour_counts(closing, at, state):
    dates = {"calendar.filing_before": closing}
    assert verdict("submission.before_deadline", of_edition=dates, at=at).state == state


def test_an_overseas_coordination_has_its_own_clock():
    island = {"timezone": "America/Martinique"}
    at = datetime(2023, 11, 1, 3, 59, 59, tzinfo=UTC)
    found = verdict("submission.before_deadline", of_edition=island, at=at)
    assert found.state == "met"
    assert "heure de Martinique" in found.reason
