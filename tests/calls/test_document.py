"""An edition and its document say the same thing."""

from datetime import date

import pytest

from passeurs.calls.document import dump, resolve_relative, shift, shift_date
from passeurs.calls.models import Milestone
from tests.factories import calls


@pytest.mark.django_db
@pytest.mark.parametrize("slug", calls.SLUGS)
def test_the_document_comes_back_as_it_went_in(slug):
    edition = calls.edition(slug)
    assert dump(edition) == calls.document(slug)
    assert edition.document() == calls.document(slug)


@pytest.mark.django_db
def test_what_may_be_left_out_comes_back_in_full():
    plain = [{"code": "fun", "label": "Jouer"}]
    assert dump(calls.edition(objectives=plain))["objectives"] == [plain[0] | {"text": ""}]


@pytest.mark.django_db
def test_each_date_is_kept_in_local_time_and_in_utc():
    row = Milestone.objects.get(edition=calls.edition(), kind="filing_before")
    assert row.at_local == "2023-10-31T23:59:59"
    assert row.at.isoformat() == "2023-10-31T22:59:59+00:00"


@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2027, 10, 31), date(2028, 12, 31)])
def test_the_current_edition_is_open_and_its_contact_date_ahead_on_any_day(today):
    found = calls.document("occitanie-en-cours", today=today)["calendar"]
    assert found["opening"] < today.isoformat() < found["contact_before"] < found["filing_before"]


def test_a_relative_edition_takes_the_year_of_its_actions():
    found = calls.document("occitanie-en-cours", today=date(2026, 11, 22))
    assert found["year"] == 2027
    assert found["title"] == "Passeurs d’images 2027"


def test_real_dates_do_not_move():
    document = calls.document()
    assert resolve_relative(document, date(2030, 1, 1)) == document


@pytest.mark.parametrize(
    ("text", "years", "moved"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29T12:00:00", 1, "2025-02-28T12:00:00"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-12", 2, "2025-12"),
    ],
)
def test_a_date_keeps_its_day_from_one_year_to_another(text, years, moved):
    assert shift_date(text, years) == moved


def test_a_shifted_edition_leaves_the_notes_on_its_old_dates_behind():
    moved = shift(calls.document(), years=2)
    assert moved["title"] == "Passeurs d’images 2026"
    assert moved["calendar"]["filing_before"] == "2025-10-31T23:59:59"
    assert moved["calendar_labels"]["report_due"] == "Remise du bilan 2026"
    assert moved["calendar_notes"] == {}
