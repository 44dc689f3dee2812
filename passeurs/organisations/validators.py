"""Numbers of the public registers, colours and zones, checked with a sentence in French."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

from passeurs.core import contrast

RNA = re.compile(r"W[0-9A-Z]\d{8}")
SIRET_LENGTH = 14


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
    _validate_accent(value, theme="light")


def validate_accent_dark(value):
    _validate_accent(value, theme="dark")


def _validate_accent(value, *, theme):
    """A colour to sign with, read on every surface of the theme; empty, the platform's own."""
    if not value:
        return
    if not contrast.HEX.fullmatch(value):
        raise ValidationError(
            "Une couleur s’écrit # suivi de six signes, par exemple #8a3d24.", code="colour"
        )
    if not contrast.accent_fits(value, theme=theme):
        raise ValidationError(contrast_sentence(value, theme=theme), code="contrast")


def contrast_sentence(value, *, theme):
    """What is wrong with it in figures, and the nearest colour that would do."""
    worst = min(contrast.readings(value, theme=theme), key=lambda one: one.ratio)
    return (
        f"Cette couleur se lirait mal sur {worst.surface}\u00a0: {worst.told} — il en faut 4,5. "
        f"La plus proche qui convient\u00a0: {contrast.nearest_accent(value, theme=theme)}."
    )
