"""Every screen is told in a journey’s page, and the pages tell of no screen that is gone."""

import re
from pathlib import Path

from tests.accessibility.screens import NO_SCREEN, SCREENS
from tests.test_doors import ROUTES

PAGES = sorted(Path("docs/parcours").glob("*.md"))
TOLD = set(re.findall(r"`(/[^`\s]*)`", "".join(page.read_text() for page in PAGES)))
JUDGED = {screen.route for screen in SCREENS}
JUDGED |= {name for name, why in NO_SCREEN.items() if why.startswith("judged by")}


def written(pattern):
    """A route as the pages write it: `dossiers/<uuid:pk>/projet/` is « /dossiers/…/projet/ »."""
    bare = str(pattern.pattern).strip("^$")
    return "/" + re.sub(r"<[^>]+>", "…", bare)


SHOWN = {written(pattern) for name, pattern in ROUTES if name in JUDGED}


def test_every_screen_is_told_in_a_journey():
    assert sorted(SHOWN - TOLD) == []


def test_no_journey_tells_of_a_screen_that_is_gone():
    assert sorted(TOLD - SHOWN) == []


def test_every_journey_names_a_test_that_exists():
    for name in re.findall(r"`(tests/[^`]+)`", "".join(page.read_text() for page in PAGES)):
        assert Path(name).exists(), name
