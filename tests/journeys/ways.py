"""The four ways in which each whole journey is made.

WAYS, in the environment, keeps some of them by name: `scripts/suite.py` gives two to each engine.
"""

import os
from dataclasses import dataclass

import pytest

from tests.journeys.hands import Keyboard, Pointer


@dataclass(frozen=True)
class Way:
    """How a person uses the platform: the width, the script, the hand."""

    name: str
    width: int = 1280
    javascript: bool = True
    hand: type = Pointer

    def begin(self, open_page, path, **options):
        page = open_page(path, width=self.width, javascript=self.javascript, **options)
        return self.hand(page)


WAYS = (
    Way("on a phone", width=360),
    Way("on a desk"),
    Way("without JavaScript", width=360, javascript=False),
    Way("with the keyboard alone", hand=Keyboard),
)
ASKED = os.environ.get("WAYS", "").split(",")
MADE = [way for way in WAYS if way.name in ASKED] or WAYS
every_way = pytest.mark.parametrize("way", MADE, ids=lambda way: way.name.replace(" ", "-"))


def assert_focus_was_seen(hand):
    """With the keyboard, every stop showed where one was."""
    unseen = getattr(hand, "unseen", set())
    assert not unseen, "\n".join(unseen)
