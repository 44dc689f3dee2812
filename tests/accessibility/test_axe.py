"""axe is silent on every screen, in each state, wide and narrow, light and dark."""

import pytest

from tests.accessibility.screens import SCREENS
from tests.peers.browser import report

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NARROW, WIDE, NARROWEST = 360, 1280, 320  # px
HEIGHT = 900  # px
# Colours are all that the dark theme changes.
ALL = {"resultTypes": ["violations"], "preload": False, "iframes": False}
COLOURS = ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = "async (options) => ({ violations: (await axe.run(document, options)).violations })"

# What sticks out of the page, by its outermost parts: those inside a box that scrolls do not.
STICKING_OUT = """(width) => [...document.body.querySelectorAll("*")]
  .filter((one) => one.getBoundingClientRect().right > width + 1
    && !one.parentElement.closest(".box, .vh"))
  .map((one) => one.outerHTML.slice(0, 140)).slice(0, 6)"""


@pytest.fixture(autouse=True)
def _django_db_helper():
    """The mark has the database made, and no more: no test holds a transaction, none empties it."""


@pytest.fixture
def page(request, windows, scene):
    """The screen, opened by the one who looks at it, in the state it is judged in."""
    screen = request.param
    opened, watch = windows[screen.who]
    opened.set_viewport_size({"width": WIDE, "height": HEIGHT})
    opened.emulate_media(color_scheme="light")
    answer = opened.goto(screen.address(scene))
    assert answer.status < 500, answer.status
    if screen.act:
        screen.act(opened)
    yield opened
    seen, watch.faults = watch.unexpected(), []
    assert not seen, "\n".join(seen)


@pytest.mark.parametrize("page", SCREENS, indirect=True, ids=str)
def test_the_screen_is_for_everyone(page):
    faults = [*judge(page, WIDE, "light"), *judge(page, NARROW, "light")]
    faults += [*judge(page, NARROW, "dark", COLOURS), *judge(page, WIDE, "dark", COLOURS)]
    faults += too_wide(page)
    assert not faults, "\n".join([page.url, *faults])


def judge(page, width, scheme, options=ALL):
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(RUN, options)
    if found["violations"]:
        yield f"--- {width} px, {scheme}\n{report(found)}"


def too_wide(page):
    """On the smallest phone, or enlarged four times, nothing is read by scrolling sideways."""
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROWEST:
        out = page.evaluate(STICKING_OUT, NARROWEST)
        yield "\n    ".join([f"--- {width} px wide at {NARROWEST} px", *out])
