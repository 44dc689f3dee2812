"""What a picture says beside what it shows is taken off before it is kept: place, device, author.

docs/decisions/0057-images-nettoyees.md says what stays, and what is re-encoded.
"""

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from passeurs.core.refusals import Refused

from ..rules import Format
from . import jpeg, png, webp
from .upright import TURNS, upright

ORIENTATION = 0x0112

_STRIPPED: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": jpeg.stripped,
    "png": png.stripped,
    "webp": webp.stripped,
}


def cleaned(stream: BinaryIO, known: Format) -> BinaryIO:
    """The bytes to keep: those given, but for a picture. Raises Refused for an animated one.

    A picture is stripped without being re-encoded, so that it loses nothing; one that lies on its
    side is then turned, since what said so is gone.
    """
    stream.seek(0)
    if known.family != "picture":
        return stream
    orientation = _orientation(stream, known)
    stream.seek(0)
    content = _STRIPPED[known.code](stream.read())
    return BytesIO(upright(content, known, orientation) if orientation in TURNS else content)


def _orientation(stream: BinaryIO, known: Format) -> int:
    """How the picture lies; 0 when nothing says so, or nothing that can be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(stream, formats=[known.code.upper()]) as picture:
            # A second picture behind a JPEG is a camera's way to keep its depth: it is dropped.
            if known.code != "jpeg" and getattr(picture, "is_animated", False):
                raise Refused(
                    "Cette image est animée. Envoyez une image fixe, "
                    "ou un film MP4 là où il est demandé."
                )
            try:
                return int(picture.getexif().get(ORIENTATION, 0))
            except (OSError, SyntaxError, ValueError, TypeError):
                return 0
