"""The parts of a workbook, unpacked within bounds, and packed again for the reader.

What the reader is handed is exactly what was measured here: an archive that says one thing to one
program and another to the next (a size that lies, a name written twice) has no second face left.
"""

import io
import zipfile
import zlib
from typing import BinaryIO

from passeurs.core.refusals import Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 250
RATIO_FROM = 5_000_000
ENCRYPTED = 0x1
DAMAGED = (
    "Ce classeur est abîmé ou incomplet\u00a0: il ne s’ouvre pas. Enregistrez-le de nouveau, puis "
    "envoyez cette copie."
)
SWOLLEN = "Ce classeur se déploie en un volume anormal\u00a0: il n’a pas été ouvert."
LOCKED = (
    "Ce classeur est protégé par un mot de passe. Retirez la protection, puis envoyez cette copie."
)
MACROS = (
    "Ce classeur contient des macros (de petits programmes). Enregistrez-le sans macros, au format "
    ".xlsx ou .ods, puis envoyez cette copie."
)
MACRO_PLACES = ("basic/", "scripts/", "xl/macrosheets/")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    UnicodeDecodeError,
    ValueError,
)


class Archive:
    """A zip whose parts are read by name; raises Refused when it is not fit to be opened."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except BROKEN:
            raise Refused(DAMAGED) from None
        self.names = self._zip.namelist()
        self._left = MOST_UNPACKED
        self._check()

    def read(self, name: str) -> bytes:
        """One part, no larger than what is left of the whole allowance."""
        try:
            with self._zip.open(name) as part:
                content = part.read(self._left + 1)
        except BROKEN:
            raise Refused(DAMAGED) from None
        self._left -= len(content)
        if self._left < 0:
            raise Refused(SWOLLEN)
        return content

    def _check(self) -> None:
        entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        is_bomb = unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or is_bomb:
            raise Refused(SWOLLEN)
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise Refused(LOCKED)
        lowered = [name.lower() for name in self.names]
        if any(
            name.endswith("vbaproject.bin") or name.startswith(MACRO_PLACES) for name in lowered
        ):
            raise Refused(MACROS)


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts and nothing else, as a zip."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    output.seek(0)
    return output
