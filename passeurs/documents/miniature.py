"""A program of its own: draw a picture, or a PDF's first page, as a small WebP.

`python miniature.py pdf|jpeg|png|webp SOURCE TARGET` prints its dimensions as JSON. It knows no
framework and sets its own bounds of memory and time: what it opens comes from outside.
"""

import json
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps

SIDE = 480
SECONDS = 20
MEMORY = 1_500_000_000
MOST_PIXELS = 50_000_000
PAPER = "white"


def main(kind: str, source: str, target: str) -> None:
    _bound()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    picture, pages = _page(source) if kind == "pdf" else (_picture(kind, source), 0)
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", picture.size, PAPER)
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    flat.save(target, "WEBP", quality=78, method=4)
    print(json.dumps({"width": flat.width, "height": flat.height, "pages": pages}))  # noqa: T201 - its answer


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _picture(kind: str, source: str) -> Image.Image:
    with Image.open(source, formats=[kind.upper()]) as opened:
        opened.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(opened)
        has_holes = "A" in upright.getbands() or "transparency" in upright.info
        return upright.convert("RGBA" if has_holes else "RGB")


def _page(source: str) -> tuple[Image.Image, int]:
    import pypdfium2  # noqa: PLC0415 - pictures do without it

    with pypdfium2.PdfDocument(Path(source)) as document:
        page = document[0]
        width, height = page.get_size()
        # Twice the size, then halved: letters stay legible.
        scale = 2 * SIDE / max(width, height, 1)
        return page.render(scale=scale).to_pil().convert("RGB"), len(document)


if __name__ == "__main__":
    main(*sys.argv[1:])
