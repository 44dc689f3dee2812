import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passeurs.core import contrast
from passeurs.core.styles import PARTS

THEMES = st.sampled_from(["light", "dark"])


def test_black_on_white_is_the_most_and_a_colour_on_itself_the_least():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#ffffff", "#000000") == pytest.approx(21)
    assert contrast.ratio("#6d3c78", "#6d3c78") == 1


def test_the_threshold_is_the_one_of_wcag():
    assert contrast.ratio("#767676", "#ffffff") >= contrast.TEXT
    assert contrast.ratio("#777777", "#ffffff") < contrast.TEXT


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "", "#1234567"])
def test_what_is_not_a_colour_is_refused(colour):
    with pytest.raises(ValueError, match="forme #1a2b3c"):
        contrast.channels(colour)


def test_an_accent_fits_the_pages_it_is_read_on():
    assert contrast.accent_fits("#6d3c78", theme="light")
    assert not contrast.accent_fits("#6d3c78", theme="dark")
    assert contrast.accent_fits("#dcb4e5", theme="dark")
    assert not contrast.accent_fits("#f3bd5c", theme="light")


def test_the_surfaces_are_those_of_the_tokens():
    tokens = (PARTS / "tokens.css").read_text()
    for theme, surfaces in contrast.SURFACES.items():
        for token, (_, colour) in surfaces.items():
            light, *dark = re.findall(rf"--{token}: (#\w+);", tokens)
            # The room is dark in both themes: its token is written once.
            assert {colour} == (set(dark) if theme == "dark" and dark else {light})


def test_the_badge_of_the_accent_is_mixed_as_the_sheet_mixes_it():
    tone = (PARTS / "components" / "tone.css").read_text()
    share = f"{contrast.TINT:.0%}"
    assert f"color-mix(in oklab, var(--accent) {share}, var(--surface))" in tone
    # As Chromium draws it, to the last digit.
    assert contrast.mixed("#6d3c78", contrast.TINT, "#fefdfa") == "#ede6eb"
    assert contrast.mixed("#dcb4e5", contrast.TINT, "#131a2f") == "#262941"


def test_a_ratio_is_told_rounded_down():
    assert contrast.Reading("la page", 4.499).told == "4,4 pour 1"
    assert contrast.Reading("la page", 4.6).told == "4,6 pour 1"


@given(colour=st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"), theme=THEMES)
def test_the_nearest_colour_always_fits_and_a_fitting_one_stays(colour, theme):
    nearest = contrast.nearest_accent(colour, theme=theme)
    assert contrast.accent_fits(nearest, theme=theme)
    assert (nearest == colour) == contrast.accent_fits(colour, theme=theme)


@given(colour=st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_a_colour_mixed_with_none_of_another_stays_itself(colour):
    assert contrast.mixed(colour, 1, "#000000") == colour


@pytest.mark.parametrize("tone", ["ok", "no", "todo", "wait"])
def test_the_words_of_a_verdict_are_readable_on_its_ground(tone):
    tokens = (PARTS / "tokens.css").read_text()
    inks = re.findall(rf"--{tone}: (#\w+);", tokens)
    grounds = re.findall(rf"--{tone}-bg: (#\w+);", tokens)
    assert len(inks) == len(grounds) == 3
    for ink, ground in zip(inks, grounds, strict=True):
        assert contrast.ratio(ink, ground) >= contrast.TEXT
