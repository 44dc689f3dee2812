"""A picture is decoded, within a bound on its pixels."""

import warnings
from typing import BinaryIO

from PIL import Image

from passeurs.core.refusals import Refused

from ..rules import Format

MOST_PIXELS = 50_000_000
DECODERS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def check(stream: BinaryIO, declared: Format) -> None:
    decoder = [DECODERS[declared.code]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(stream, formats=decoder) as header:
                _check_size(*header.size)
                header.verify()
            stream.seek(0)
            with Image.open(stream, formats=decoder) as picture:
                picture.draft("RGB", (64, 64))
                picture.load()
    except Image.DecompressionBombError:
        _check_size(MOST_PIXELS, 2)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refused(
            "Cette image est abîmée ou incomplète\u00a0: elle ne s’ouvre pas. "
            "Enregistrez-la de nouveau, puis envoyez cette copie."
        ) from None


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused(
            "Cette image a trop de points (plus de 50\u00a0millions). "
            "Réduisez ses dimensions, puis envoyez-la de nouveau."
        )
