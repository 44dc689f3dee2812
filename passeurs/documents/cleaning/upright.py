"""Turning a picture the way it was meant, at the cost of one encoding as close as can be."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.Image import Transpose
from PIL.JpegImagePlugin import get_sampling

from ..rules import Format

WEBP_QUALITY = 92
TURNS = {  # EXIF 2.32, tag 0x0112
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def upright(content: bytes, known: Format, orientation: int) -> bytes:
    """The same picture, turned, in its own format: a JPEG with its own tables and sampling."""
    with Image.open(BytesIO(content), formats=[known.code.upper()]) as picture:
        saving = _as_it_was(picture)
        output = BytesIO()
        picture.transpose(TURNS[orientation]).save(output, picture.format, **saving)
        return output.getvalue()


def _as_it_was(picture: Image.Image) -> dict[str, Any]:
    profile = picture.info.get("icc_profile")
    saving: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if picture.format == "WEBP":
        return saving | {"quality": WEBP_QUALITY, "method": 4}
    if picture.format == "JPEG":
        sampling = get_sampling(picture)
        known = {"subsampling": sampling} if sampling >= 0 else {}
        return saving | known | {"qtables": getattr(picture, "quantization", None)}
    return saving
