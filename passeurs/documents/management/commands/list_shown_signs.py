"""Ask typst, sign by sign, what its own fonts can print; to run again when typst changes."""

import sys
import unicodedata
from itertools import batched
from typing import Any

import typst
from django.core.management.base import BaseCommand

from passeurs.documents.pdf import compile_page, unshown
from passeurs.documents.printable import SHOWN

BATCH = 1024
PAGE = b'#import "passeurs.typ": *\n#show: paper\n#words(data.text)'

FRAME = {"title": "Signes", "lang": "fr", "attachments": []}


class Command(BaseCommand):
    help = "Écrit la liste des signes que les polices de typst contiennent."

    def handle(self, *args: Any, **options: Any) -> None:
        shown = [code for batch in batched(_assigned(), BATCH) for code in _shown(batch)]
        SHOWN.write_text("".join(f"{first:x}-{last:x}\n" for first, last in _ranges(shown)))
        self.stdout.write(f"Signes imprimables : {len(shown)}")


def _assigned() -> Any:
    for code in range(0x20, sys.maxunicode + 1):
        if not unicodedata.category(chr(code)).startswith("C") or code in {0x200C, 0x200D}:
            yield code


def _shown(batch: tuple[int, ...]) -> list[int]:
    """Those of the batch that the house's page prints, each in its own paragraph."""
    try:
        compile_page(PAGE, {**FRAME, "data": {"text": "\n\n".join(map(chr, batch))}})
    except typst.TypstError as error:
        lacking = {ord(sign) for sign in unshown(error.diagnostic)}
        return [code for code in batch if code not in lacking]
    return list(batch)


def _ranges(codes: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found
