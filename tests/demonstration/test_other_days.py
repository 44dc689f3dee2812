import json
from datetime import UTC, date, datetime, timedelta

import pytest

from passeurs.calls.checker import errors
from passeurs.calls.document import resolve_relative
from passeurs.demonstration import editions, stories
from passeurs.demonstration.loading import load_demonstration
from passeurs.dossiers.enums import FILED, State
from passeurs.dossiers.queries.verdicts import verdicts_of
from tests.demonstration.conftest import blocked_by, dossier_of, load_territories

LEAP_NIGHT = datetime(2028, 2, 28, 23, 30, tzinfo=UTC)
FIRST_DAY, EVERY_DAY = date(2027, 1, 1), 730


@pytest.mark.django_db
def test_the_stories_hold_on_the_night_of_a_leap_day():
    load_territories(at=LEAP_NIGHT)
    load_demonstration(at=LEAP_NIGHT)
    for story in stories.read():
        dossier, expected = dossier_of(story), story["expect"]
        filed = dossier.state in FILED
        assert (State.SUBMITTED if filed else dossier.state) == expected["state"]
        if not filed:
            verdicts = verdicts_of(dossier, at=LEAP_NIGHT)
            assert blocked_by(verdicts) == sorted(expected["blocked_by"]), story["key"]


@pytest.mark.parametrize("slug", [*editions.ALWAYS_OPEN, "deux-seances-1"])
def test_a_calendar_laid_out_from_any_day_is_consistent(slug):
    written = json.loads((editions.DATA / f"{slug}.json").read_text(encoding="utf-8"))
    days = (FIRST_DAY + timedelta(days=rank) for rank in range(EVERY_DAY))
    assert not [day for day in days if errors(resolve_relative(written, day))]
