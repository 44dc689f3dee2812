"""PDF/UA-1 and PDF/A-3a in one file, by typst; data goes in as JSON, never as source."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs

from .printable import printable, without

STANDARDS = ["ua-1", "a-3a"]
HOUSE = Path(__file__).parent / "typst" / "passeurs.typ"
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_TRIES = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Attachment = tuple[str, bytes, str]
Frame = Mapping[str, Any]


LOGO = "letterhead.json"  # a list of figures: typst takes no picture among files in memory


@dataclass(frozen=True)
class Letterhead:
    """Who signs the page: a name, a PNG and what it shows, a colour (#rrggbb) under the band."""

    name: str
    logo: bytes = b""
    alt: str = ""
    accent: str = ""


def render_pdf(
    template: str | Path,
    data: Mapping[str, Any],
    *,
    title: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    letterhead: Letterhead | None = None,
) -> bytes:
    """The PDF of `template`, tagged, with its fonts, its title and its attachments inside.

    `template` is a path, or a name looked up as Django's templates are
    (`dossiers/pdf/receipt.typ`). `at` is the date written in the file: the same input gives the
    same bytes. Attachments are (name, bytes, MIME type). Signs that the fonts lack (emoji, most
    Asian scripts) are printed as □. Raises typst.TypstError when the template is at fault.
    """
    joined = {f"joined-{number}": one[1] for number, one in enumerate(attachments)}
    frame = {
        "title": title,
        "lang": "fr",
        "attachments": [
            {"path": path, "name": name, "mime": mime}
            for path, (name, _, mime) in zip(joined, attachments, strict=True)
        ],
        "letterhead": _head(letterhead),
        "data": json.loads(json.dumps(data)),
    }
    if letterhead and letterhead.logo:
        joined[LOGO] = json.dumps(list(letterhead.logo)).encode()
    return _until_shown(_source(template), printable(frame), joined, at)


def _head(letterhead: Letterhead | None) -> dict[str, str] | None:
    if letterhead is None:
        return None
    logo = LOGO if letterhead.logo else ""
    alt = letterhead.alt or letterhead.name
    return {"name": letterhead.name, "logo": logo, "alt": alt, "accent": letterhead.accent}


def _until_shown(source: bytes, frame: Frame, joined: Mapping[str, bytes], at: datetime) -> bytes:
    """Compile; clusters of signs that no font shows are replaced, then it is compiled again."""
    for _ in range(MOST_TRIES):
        try:
            return compile_page(source, frame, joined=joined, at=at)
        except typst.TypstError as error:
            lacking = unshown(error.diagnostic)
            if not lacking:
                raise
            frame = without(frame, lacking)
    return compile_page(source, frame, joined=joined, at=at)


def compile_page(
    source: bytes, frame: Frame, *, joined: Mapping[str, bytes] | None = None, at: datetime = EPOCH
) -> bytes:
    """One run of typst, in memory, without the machine's fonts or files."""
    files = {
        **(joined or {}),
        "main.typ": source,
        "passeurs.typ": HOUSE.read_bytes(),
        "frame.json": json.dumps(frame, ensure_ascii=False).encode(),
    }
    content = typst.compile(
        files,  # type: ignore[call-overload]  # its stubs forget files in memory
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )
    return bytes(content)


def unshown(diagnostic: str) -> set[str]:
    """The signs that typst says no font has."""
    clusters = "".join(UNSHOWN.findall(diagnostic))
    signs = set(ESCAPED.sub(lambda code: chr(int(code[1], 16)), clusters))
    return {sign for sign in signs if not sign.isascii()}


def _source(template: str | Path) -> bytes:
    if isinstance(template, Path):
        return template.read_bytes()
    for folder in get_app_template_dirs("templates"):
        if (path := Path(folder) / template).is_file():
            return path.read_bytes()
    raise TemplateDoesNotExist(template)


@cache
def _fonts() -> typst.Fonts:
    """Those inside typst, and none of the machine's: the same page everywhere."""
    return typst.Fonts(include_system_fonts=False)
