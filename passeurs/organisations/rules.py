"""What is said of a colour before it is kept."""

from dataclasses import dataclass, field

from passeurs.core import contrast

DEFAULTS = {"light": "#6d3c78", "dark": "#dcb4e5"}
"""The platform's own accents, those of `tokens.css`."""


@dataclass(frozen=True)
class AccentTold:
    """`state` is empty, unknown, refused or kept; `nearest` is set for a refused one."""

    theme: str
    state: str
    readings: list[contrast.Reading] = field(default_factory=list)
    nearest: str = ""

    @property
    def worst(self) -> contrast.Reading:
        return min(self.readings, key=lambda one: one.ratio)


def accent_told(colour: str, *, theme: str) -> AccentTold:
    """Its contrast on every surface; for none typed, that of the platform's own colour."""
    if colour and not contrast.HEX.fullmatch(colour):
        return AccentTold(theme, "unknown")
    readings = contrast.readings(colour or DEFAULTS[theme], theme=theme)
    if not colour:
        return AccentTold(theme, "empty", readings)
    if contrast.accent_fits(colour, theme=theme):
        return AccentTold(theme, "kept", readings)
    return AccentTold(theme, "refused", readings, contrast.nearest_accent(colour, theme=theme))
