"""PDF/UA-1 and PDF/A-3a in one file, by typst; data goes in as JSON, never as source."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
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

Attachment = tuple[str, bytes, str]


def render_pdf(
    template: str | Path,
    data: Mapping[str, Any],
    *,
    title: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    lang: str = "fr",
) -> bytes:
    """The PDF of `template`, tagged, with its fonts, its title and its attachments inside.

    `template` is a path, or a name looked up as Django's templates are
    (`dossiers/pdf/receipt.typ`). `at` is the date written in the file: the same input gives the
    same bytes. Attachments are (name, bytes, MIME type). Signs that the fonts lack (emoji, most
    Asian scripts) are printed as □. Raises typst.TypstError when the template is at fault.
    """
    files: dict[str, bytes | Path] = {
        "main.typ": _source(template),
        "passeurs.typ": HOUSE.read_bytes(),
    }
    joined = []
    for number, (name, content, mime) in enumerate(attachments):
        path = f"joined-{number}"
        files[path] = content
        joined.append({"path": path, "name": name, "mime": mime})
    frame = {"title": title, "lang": lang, "attachments": joined, "data": data}
    return _compile(files, printable(json.loads(json.dumps(frame))), at)


def _compile(files: dict[str, bytes | Path], frame: Any, at: datetime) -> bytes:
    """Compile; signs that no font shows are replaced, then it is compiled again."""
    for _ in range(MOST_TRIES):
        files["frame.json"] = json.dumps(frame, ensure_ascii=False).encode()
        try:
            return _once(files, at)
        except typst.TypstError as error:
            unshown = _unshown([error.diagnostic])
            if not unshown:
                raise
            frame = without(frame, unshown)
    return _once(files, at)


def _once(files: dict[str, bytes | Path], at: datetime) -> bytes:
    result = typst.compile(
        files,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )
    if not isinstance(result, bytes):
        raise TypeError("typst gave no PDF")
    return result


def _unshown(diagnostics: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in diagnostics:
        for cluster in UNSHOWN.findall(text):
            found |= set(ESCAPED.sub(lambda code: chr(int(code[1], 16)), cluster))
    return {sign for sign in found if not sign.isascii()}


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
