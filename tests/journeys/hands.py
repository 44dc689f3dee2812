"""Two ways of using a page: with a pointer (or a finger), and with the keyboard alone.

Both have the same gestures, so that one journey is told once.
"""

import pytest
from playwright.sync_api import expect

MOST_STOPS = 400  # Tab presses before a control counts as out of reach

# Where the focus stands: 0 on the control, 1 before it, -1 after it; and whether it can be seen.
FOCUS = """(wanted) => {
  const active = document.activeElement;
  const drawn = (one) => {
    const style = one && getComputedStyle(one);
    return !!style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== "none");
  };
  const seen = active === document.body || active === document.documentElement
    || [active, active.closest("label"), active.closest(".drop")].some(drawn);
  const before = active === document.body || !!(active.compareDocumentPosition(wanted)
    & Node.DOCUMENT_POSITION_FOLLOWING);
  const same = active === wanted || (wanted.type === "radio" && active.type === "radio"
    && active.name === wanted.name && active.form === wanted.form);
  return { way: same ? 0 : before ? 1 : -1, seen, what: active.outerHTML.slice(0, 120) };
}"""


class Pointer:
    """Clicks and types, as with a mouse or on a phone; works without JavaScript too."""

    def __init__(self, page):
        self.page = page

    def write(self, box, text):
        box.fill(text)

    def press(self, thing):
        thing.click()

    follow = press

    def tick(self, box):
        box.check()

    pick = tick

    def choose(self, box, label):
        option = box.locator("option").filter(has_text=label).first
        box.select_option(value=option.get_attribute("value"))

    def pick_day(self, box, day):
        box.fill(day.isoformat())

    def join(self, box, path):
        box.set_input_files(path)

    def unfold(self, details):
        if details.get_attribute("open") is None:
            details.locator("summary").first.click()


class Keyboard:
    """Tab, Shift+Tab, Enter, Space and the arrows; no pointer at all.

    Each stop of the focus must be visible: those that are not are kept in `unseen`.
    """

    def __init__(self, page):
        self.page, self.keys, self.unseen = page, page.keyboard, set()
        # Heard from the start: asked for only when it opens, a chooser may open before it is heard.
        page.on("filechooser", lambda _chooser: None)

    def reach(self, control):
        """Tab to the control, forwards or back, as a person who sees where it is."""
        self.page.wait_for_load_state()  # a page may move the focus while it opens
        expect(control).to_be_visible()
        for _ in range(MOST_STOPS):
            focus = control.evaluate(FOCUS)
            if not focus["seen"]:
                self.unseen.add(focus["what"])
            if focus["way"] == 0:
                return
            self.keys.press("Tab" if focus["way"] > 0 else "Shift+Tab")
        pytest.fail(f"out of the keyboard’s reach: {control}, stopped on {focus['what']}")

    def write(self, box, text):
        self.reach(box)
        self.keys.press("Control+A")
        self.keys.type(text)

    def press(self, thing):
        self.reach(thing)
        self.keys.press("Space")

    def follow(self, link):
        self.reach(link)
        self.keys.press("Enter")

    def tick(self, box):
        self.reach(box)
        if not box.is_checked():
            self.keys.press("Space")

    def pick(self, radio):
        """One stop for the whole group, then the arrows."""
        self.reach(radio)
        if not self.page.locator(":focus").is_checked():
            self.keys.press("Space")
        for _ in range(MOST_STOPS):
            if radio.is_checked():
                return
            self.arrow_down_from(self.page.locator(":focus"))
        pytest.fail(f"the arrows do not lead to {radio}")

    def arrow_down_from(self, radio):
        """To the next of the group, as a person who looks before pressing again."""
        left = radio.get_attribute("value")
        self.keys.press("ArrowDown")
        expect(self.page.locator(":focus")).not_to_have_value(left)

    def choose(self, box, label):
        options = box.locator("option")
        for _ in range(options.count() + 1):
            self.reach(box)
            if label in box.locator("option:checked").inner_text():
                return
            shown = box.input_value()
            self.keys.press("ArrowDown")
            expect(box).not_to_have_value(shown)
        pytest.fail(f"the arrows do not lead to « {label} »")

    def pick_day(self, box, day):
        """Day and month are the same in these journeys: their order depends on the machine."""
        assert day.day == day.month
        self.reach(box)
        self.keys.type(f"{day:%d%m%Y}")

    def join(self, box, path):
        self.reach(box)
        with self.page.expect_file_chooser() as chooser:
            self.keys.press("Space")
        chooser.value.set_files(path)

    def unfold(self, details):
        if details.get_attribute("open") is None:
            self.follow(details.locator("summary").first)
