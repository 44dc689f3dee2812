"""Numbers of the public registers, colours and zones, checked with a sentence in French."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

RNA = re.compile(r"W[0-9A-Z]\d{8}")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PAGE_LIGHT = "#f9f6f0"
PAGE_DARK = "#0b1021"
LEAST_CONTRAST = 4.5
SIRET_LENGTH = 14
DARK_END = 0.04045


def compact(value):
    """A number as it is stored: no space of any kind, no dot, no dash, upper case."""
    return re.sub(r"[\s.\-\u200b\u2060\ufeff]", "", value or "").upper()


def validate_siret(value):
    """Fourteen figures whose key is right (Luhn; La Poste has its own sum)."""
    try:
        siret_number.validate(value)
    except NumberError as error:
        raise ValidationError(_siret_sentence(value), code="siret") from error


def _siret_sentence(value):
    figures = sum(sign.isdigit() for sign in value)
    if figures != SIRET_LENGTH or len(value) != SIRET_LENGTH:
        return f"Un SIRET compte {SIRET_LENGTH} chiffres\u00a0: celui-ci en compte {figures}."
    return "Ce SIRET n’existe pas\u00a0: sa clé de contrôle est fausse. Vérifiez chaque chiffre."


def validate_rna(value):
    if value and not RNA.fullmatch(value):
        raise ValidationError(
            "Un numéro RNA s’écrit W suivi de neuf signes, par exemple W461000000.", code="rna"
        )


def validate_zone(value):
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError("Ce fuseau horaire n’existe pas.", code="zone") from error


def validate_accent_light(value):
    _validate_accent(value, page=PAGE_LIGHT)


def validate_accent_dark(value):
    _validate_accent(value, page=PAGE_DARK)


def _validate_accent(value, *, page):
    if not value:
        return
    if not HEX_COLOUR.fullmatch(value):
        raise ValidationError("Une couleur s’écrit # suivi de six signes.", code="colour")
    if contrast(value, page) < LEAST_CONTRAST:
        raise ValidationError(
            "Cette couleur se lirait mal sur la page\u00a0: choisissez-la plus contrastée.",
            code="contrast",
        )


def contrast(one, other):
    """WCAG 2.2 contrast ratio of two #rrggbb colours, from 1 to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= DARK_END else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
