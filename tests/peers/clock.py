"""Time stands still at a chosen instant of Paris."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def frozen():
    """`frozen("2023-10-31T23:59:59")` stops the clock there (Paris unless `zone` is told).

    Returns the aware instant; a later call moves the clock; the test's end lets it go.
    """
    travellers = []

    def freeze(text, zone=PARIS):
        instant = datetime.fromisoformat(text).replace(tzinfo=zone)
        while travellers:
            travellers.pop().stop()
        traveller = time_machine.travel(instant, tick=False)
        traveller.start()
        travellers.append(traveller)
        return instant

    yield freeze
    while travellers:
        travellers.pop().stop()
