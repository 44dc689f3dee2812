"""A logo as it is sent, and as it is kept: one PNG that we draw, its pixels and nothing else."""

import warnings
from io import BytesIO
from typing import BinaryIO, cast

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageOps

from passeurs.core.refusals import Refused
from passeurs.documents.actions.receiving import check_weight, declared_format
from passeurs.documents.inspection import inspect
from passeurs.documents.rules import MEGABYTE, Allowed, clean_name

SENT = Allowed(("png", "jpeg", "webp"), most_bytes=2 * MEGABYTE)
KEPT = Allowed(("png",))
LEAST_SIDE, MOST_SIDE, MOST_STRETCHED = 48, 4000, 6
KEPT_SIZE = (480, 240)


def redrawn(upload: UploadedFile) -> UploadedFile:
    """The logo, upright, within 480 × 240 points. Raises `Refused` in one sentence.

    Neither the sender's bytes nor what they say beside the picture are kept.
    """
    known = declared_format(clean_name(upload.name or ""), SENT)
    check_weight(upload.size or 0, known, SENT)
    stream = cast("BinaryIO", upload.file)
    inspect(stream, known)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(stream, formats=[known.code.upper()]) as opened:
            _check_sides(*opened.size)
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail(KEPT_SIZE, Image.Resampling.LANCZOS)
    drawn = BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


def _check_sides(width: int, height: int) -> None:
    told = f"Ce logo fait {width} points sur {height}"
    short, long = sorted((width, height))
    if short < LEAST_SIDE:
        raise Refused(
            f"{told}\u00a0: il en faut au moins {LEAST_SIDE} de côté. "
            "Cherchez-en une version plus grande."
        )
    if long > MOST_SIDE:
        raise Refused(
            f"{told}\u00a0: il en faut au plus {MOST_SIDE} de côté. "
            "Réduisez-le, puis envoyez-le de nouveau."
        )
    if long > MOST_STRETCHED * short:
        raise Refused(
            f"{told}\u00a0: il est trop allongé, et serait illisible en petit. "
            f"Envoyez-en un au plus {MOST_STRETCHED}\u00a0fois plus long que haut."
        )
