"""Files as they come: their bytes out of an archive.

Whatever is not of the expected kind is told for what it is: `Unusable`.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.texts import decoded
from passeurs.territories.imports.workbooks import is_workbook, table_of

MAX_BYTES = 512 * 1024 * 1024
"""Ten times the largest official file; beyond, an archive is a trap or a mistake."""

READABLE = (".csv", ".txt", ".json", ".geojson")
SIGNATURES = (
    (b"%PDF", "un PDF : téléchargez les données au format CSV ou GeoJSON"),
    (b"\x89PNG", "une image"),
    (b"7z\xbc\xaf", "une archive 7z : extrayez-en le fichier CSV ou GeoJSON"),
    (b"SQLite format 3", "une base SQLite ou GeoPackage : prenez le fichier CSV ou GeoJSON"),
)


@dataclass(frozen=True)
class Packet:
    """A file as it was sent or downloaded: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class SourceFile:
    """One text file: its name as the report gives it, its text, and how its bytes were read."""

    name: str
    text: str
    encoding: str


def packets_of(paths):
    """The bytes of the files named; raises Unusable."""
    return [Packet(Path(path).name, _bytes_of(Path(path))) for path in paths]


def read_files(packets):
    """The text files, those of an archive being taken out of it; raises Unusable."""
    return [file for packet in packets for file in _opened(packet)]


def _opened(path):
    data = path.data
    if data[:2] == b"\x1f\x8b":
        data = _unzipped(path, data)
        if data[257:262] == b"ustar":
            return _of_tar(path, data)
    if is_workbook(data):
        return [SourceFile(path.name, table_of(path.name, data), "UTF-8")]
    if data[:4] == b"PK\x03\x04":
        return [_text(f"{path.name}/{name}", inner) for name, inner in _of_zip(path, data)]
    return [_text(path.name, data)]


def _bytes_of(path):
    if path.is_dir():
        raise Unusable(f"« {path} » est un dossier : donnez le chemin d’un fichier.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unusable(f"« {path} » dépasse {MAX_BYTES // 2**20} Mio.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unusable(f"Le fichier « {path} » n’existe pas.") from None
    except OSError as problem:
        raise Unusable(f"« {path} » ne peut pas être lu : {problem.strerror}.") from problem


def _text(name, data):
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise Unusable(f"« {name} » est {what}.")
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unusable(f"« {name} » est vide.")
    text, encoding = decoded(name, data)
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        raise Unusable(
            f"« {name} » est une page web ou un document XML : téléchargez le fichier lui-même, "
            "au format CSV ou GeoJSON."
        )
    return SourceFile(name, text, encoding)


def _unzipped(path, data):
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            found = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise Unusable(f"L’archive « {path.name} » est tronquée ou abîmée.") from problem
    return _bounded(path.name, found)


def _of_tar(path, data):
    """The lists of communes and EPCI of an npm package."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            wanted = [
                member
                for member in archive.getmembers()
                if member.isfile() and member.name.endswith(("/communes.json", "/epci.json"))
            ]
            found = [(member.name, archive.extractfile(member).read()) for member in wanted]
    except (tarfile.TarError, EOFError) as problem:
        raise Unusable(f"L’archive « {path.name} » est tronquée ou abîmée.") from problem
    if not found:
        raise Unusable(f"L’archive « {path.name} » ne contient pas communes.json.")
    return [_text(f"{path.name}/{name}", inner) for name, inner in found]


def _of_zip(path, data):
    """The one file of interest of a zip: the WGS 84 contours of all France when there are many."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _member(path, archive.infolist())
            if member.file_size > MAX_BYTES:
                raise Unusable(f"« {path.name} » contient plus de {MAX_BYTES // 2**20} Mio.")
            return [(member.filename, archive.read(member))]
    except (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, NotImplementedError) as problem:
        raise Unusable(
            f"L’archive « {path.name} » est tronquée, abîmée ou protégée : "
            "téléchargez-la à nouveau."
        ) from problem


def _member(path, members):
    files = [member for member in members if member.filename.casefold().endswith(READABLE)]
    contours = [file for file in files if "wgs84" in file.filename.casefold()] or files
    whole = [file for file in contours if "hexagonale_outre_mer" in file.filename.casefold()]
    chosen = whole or contours
    if len(chosen) != 1:
        names = ", ".join(file.filename for file in chosen[:6]) or "aucun"
        raise Unusable(
            f"L’archive « {path.name} » devrait contenir un seul fichier CSV ou GeoJSON "
            f"(trouvé : {names}) : extrayez celui qu’il faut."
        )
    return chosen[0]


def _bounded(name, data):
    if len(data) > MAX_BYTES:
        raise Unusable(f"« {name} » contient plus de {MAX_BYTES // 2**20} Mio.")
    return data
