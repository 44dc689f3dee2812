"""How long a sign of life counts."""

from datetime import timedelta

BEAT_EVERY = timedelta(seconds=20)
"""How often an open page says that somebody is there, while it is looked at."""

GONE_AFTER = timedelta(seconds=60)
"""Three beats missed: the person is no longer counted as there."""

LATELY = timedelta(minutes=5)
"""How long a save says that somebody is there, whose page has no JavaScript."""
