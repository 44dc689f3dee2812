"""A word-processor or spreadsheet file is a ZIP: it is unpacked within bounds, and read."""

import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

from passeurs.core.refusals import Refused

from ..rules import Format

MOST_ENTRIES = 5_000
MOST_UNPACKED = 150_000_000
MOST_RATIO = 200
RATIO_FROM = 5_000_000
OPENXML_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MACRO_PLACES = ("basic/", "scripts/")
ENCRYPTED = 0x1


def check(stream: BinaryIO, declared: Format) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_bounds(archive)
            _check_kind(archive, declared)
            _check_macros(archive)
            if archive.testzip() is not None:
                raise _damaged(declared)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        KeyError,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        UnicodeDecodeError,
        EOFError,
    ):
        raise _damaged(declared) from None


def _check_bounds(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_bomb = unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or is_bomb:
        raise Refused(
            "Ce fichier se déploie en un volume anormal. Envoyez-le en PDF, ou allégez-le."
        )
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise _locked()


def _check_kind(archive: zipfile.ZipFile, declared: Format) -> None:
    """The part that makes it a text or a spreadsheet is there, and is XML."""
    if part := OPENXML_PARTS.get(declared.code):
        if part not in archive.namelist():
            raise _other(declared)
        _parse(archive.read("[Content_Types].xml"))
        _parse(archive.read(part))
        return
    if archive.read("mimetype").decode("ascii").strip() != declared.content_type:
        raise _other(declared)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _locked()
    _parse(archive.read("content.xml"))


def _check_macros(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        lowered = name.lower()
        if lowered.endswith("vbaproject.bin") or lowered.startswith(MACRO_PLACES):
            raise Refused(
                "Ce fichier contient des macros (de petits programmes). "
                "Enregistrez-le sans macros, ou en PDF, puis envoyez cette copie."
            )


def _parse(content: bytes) -> None:
    """Well-formed, and without declared entities (which is how a small XML grows huge)."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    parser.Parse(content, True)


def _refuse_entity(*_declaration: object) -> None:
    raise Refused("Ce fichier contient des définitions XML interdites. Envoyez-le en PDF.")


def _damaged(declared: Format) -> Refused:
    return Refused(
        f"Ce fichier {declared.label} est abîmé ou incomplet\u00a0: il ne s’ouvre pas. "
        "Enregistrez-le de nouveau, puis envoyez cette copie."
    )


def _locked() -> Refused:
    return Refused(
        "Ce fichier est protégé par un mot de passe\u00a0: le service ne pourrait pas le lire. "
        "Retirez la protection, puis envoyez cette copie."
    )


def _other(declared: Format) -> Refused:
    return Refused(
        f"Ce fichier porte l’extension .{declared.extensions[0]}, mais il ne contient pas un "
        f"document {declared.label}. Enregistrez-le dans ce format, puis envoyez cette copie."
    )
