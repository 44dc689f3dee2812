import re

import pytest

from passeurs.core import contrast
from passeurs.core.styles import PARTS


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


def test_the_pages_are_those_of_the_tokens():
    tokens = (PARTS / "tokens.css").read_text()
    light, *dark = re.findall(r"--page: (#\w+);", tokens)
    assert light == contrast.PAGES["light"]
    assert set(dark) == {contrast.PAGES["dark"]}


@pytest.mark.parametrize("tone", ["ok", "no", "todo", "wait"])
def test_the_words_of_a_verdict_are_readable_on_its_ground(tone):
    tokens = (PARTS / "tokens.css").read_text()
    inks = re.findall(rf"--{tone}: (#\w+);", tokens)
    grounds = re.findall(rf"--{tone}-bg: (#\w+);", tokens)
    assert len(inks) == len(grounds) == 3
    for ink, ground in zip(inks, grounds, strict=True):
        assert contrast.ratio(ink, ground) >= contrast.TEXT
