"""Whether a colour can be read on another: the ratio of WCAG 2.2, criterion 1.4.3.

A coordination signs with one colour by theme. `readings` holds it against every surface on which
the sheets use `--accent`; `nearest_accent` finds the closest one that may be read on all of them.
"""

import math
import re
from dataclasses import dataclass

TEXT = 4.5
"""The least ratio for text of ordinary size."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")
TINT = 0.11
"""The accent's share in the ground of a badge of its own tone (`tone.css`)."""

SURFACES = {
    "light": {
        "page": ("la page", "#f9f6f0"),
        "surface": ("les cartes", "#fefdfa"),
        "sunken": ("les creux", "#f2eee5"),
    },
    "dark": {
        "page": ("la page", "#0b1021"),
        "surface": ("les cartes", "#131a2f"),
        "sunken": ("les creux", "#1d253c"),
        "night": ("l’en-tête", "#0f1734"),
    },
}
"""Token → what people call it, its colour; a test holds them to `tokens.css`."""

BADGE = "les pastilles"
STEP, SLACK = 0.001, 1e-4
TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


@dataclass(frozen=True)
class Reading:
    """A colour against one surface."""

    surface: str
    ratio: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= TEXT

    @property
    def told(self) -> str:
        """« 4,6 pour 1 », rounded down: 4,49 never passes for 4,5."""
        return f"{math.floor(self.ratio * 10) / 10:.1f} pour 1".replace(".", ",")


def channels(colour):
    """« #6d3c78 » → (109, 60, 120); ValueError for anything else than six hexadecimal digits."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"Cette couleur n’est pas de la forme #1a2b3c\N{NO-BREAK SPACE}: {colour}")
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def luminance(colour):
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(colour, other):
    """From 1 (the same) to 21 (black on white), in either order."""
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readings(colour, *, theme):
    """The colour against every surface of the theme, the badge of its own tone last."""
    surfaces = SURFACES[theme]
    grounds = [*surfaces.values(), (BADGE, mixed(colour, TINT, surfaces["surface"][1]))]
    return [Reading(name, ratio(colour, ground)) for name, ground in grounds]


def accent_fits(colour, *, theme):
    """Whether a coordination may sign with this colour in this theme."""
    return all(one.is_enough for one in readings(colour, theme=theme))


def nearest_accent(colour, *, theme):
    """The same hue, as little darker (or lighter) as it takes to be read everywhere."""
    if accent_fits(colour, theme=theme):
        return colour
    lightness, *hue = _lab(colour)
    far, fitting = (0, "#000000") if theme == "light" else (1, "#ffffff")
    while abs(far - lightness) > STEP:
        middle = (far + lightness) / 2
        found = _hex((middle, *hue))
        if accent_fits(found, theme=theme):
            far, fitting = middle, found
        else:
            lightness = middle
    return fitting


def mixed(colour, share, other):
    """As `color-mix(in oklab, colour share, other)`."""
    pairs = zip(_lab(colour), _lab(other), strict=True)
    return _hex([share * one + (1 - share) * two for one, two in pairs])


def _light(colour):
    return [_linear(value / 255) for value in channels(colour)]


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _gamma(value):
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _lab(colour):
    return _times(TO_LAB, [math.cbrt(value) for value in _times(TO_LMS, _light(colour))])


def _hex(lab):
    """What a screen shows of it: as much of the chroma as it can show at that lightness."""
    chroma = 1.0
    while chroma > 0 and not all(-SLACK <= one <= 1 + SLACK for one in _rgb(lab, chroma)):
        chroma = max(0, chroma - 0.02)
    values = (min(1, max(0, value)) for value in _rgb(lab, chroma))
    return "#" + "".join(f"{round(_gamma(value) * 255):02x}" for value in values)


def _rgb(lab, chroma):
    lightness, green_red, blue_yellow = lab
    lms = _times(FROM_LAB, (lightness, green_red * chroma, blue_yellow * chroma))
    return _times(FROM_LMS, [value**3 for value in lms])


def _times(matrix, vector):
    return [sum(one * two for one, two in zip(row, vector, strict=True)) for row in matrix]
