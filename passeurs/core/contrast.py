"""Whether a colour can be read on another: the ratio of WCAG 2.2, criterion 1.4.3."""

import re

TEXT = 4.5
"""The least ratio for text of ordinary size."""

PAGES = {"light": "#f9f6f0", "dark": "#0b1021"}
"""`--page` of each theme in `tokens.css`; a test holds the two together."""


def channels(colour):
    """« #6d3c78 » → (109, 60, 120); ValueError for anything else than six hexadecimal digits."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"Cette couleur n’est pas de la forme #1a2b3c\N{NO-BREAK SPACE}: {colour}")
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def luminance(colour):
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def ratio(colour, other):
    """From 1 (the same) to 21 (black on white), in either order."""
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def accent_fits(colour, *, theme):
    """Whether a coordination may sign with this colour on the pages of this theme."""
    return ratio(colour, PAGES[theme]) >= TEXT
