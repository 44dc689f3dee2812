"""A table as text: its encoding and its separator are found, and told."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from passeurs.core.refusals import Refused
from passeurs.core.typography import number

from .measure import MOST_COLUMNS, MOST_ROWS

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
SAMPLE = 30
SAFE_QUOTE = re.compile(r"'(?=[=+\-@\t\r])")


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding; raises Refused when it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(content, "utf-16"), "UTF-16"
    if b"\0" in content:
        raise Refused(
            "Ce fichier n’est pas un tableau en texte. Enregistrez-le au format .csv, .xlsx ou "
            ".ods, puis envoyez cette copie."
        )
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        if not content[: error.start].isascii():
            line = content.count(b"\n", 0, error.start) + 1
            raise Refused(
                f"Un caractère est illisible à la ligne {number(line)}\u00a0: le fichier est "
                "tronqué, ou mélange deux codages. Enregistrez-le de nouveau en «\u00a0CSV "
                "UTF-8\u00a0»."
            ) from None
    return _decoded_as(content, "cp1252"), "Windows-1252"


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "Le codage de ce fichier n’est pas reconnu. Enregistrez-le en «\u00a0CSV UTF-8\u00a0», "
            "puis envoyez cette copie."
        ) from None


def separator_of(text: str) -> str:
    """The sign that cuts the first lines into the same number of cells, the most of them."""
    sample = "\n".join(text.splitlines()[:SAMPLE])
    best, separator = (0, 0), ";"
    for sign in SEPARATORS:
        widths = Counter(map(len, _lenient(sample, sign)))
        wide = [(lines, width) for width, lines in widths.items() if width > 1]
        if wide and max(wide) > best:
            best, separator = max(wide), sign
    return separator


def _lenient(sample: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
    except csv.Error:
        return []


def lines_of(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells), a line of the file being where its row starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            _check(start, cells)
            yield start, [SAFE_QUOTE.sub("", cell, count=1) for cell in cells]
            start = reader.line_num + 1
    except csv.Error:
        raise Refused(
            f"La ligne {number(start)} est mal formée\u00a0: un guillemet y est ouvert et jamais "
            "fermé. Rien n’a été lu."
        ) from None


def _check(line: int, cells: list[str]) -> None:
    if line > MOST_ROWS:
        raise Refused(f"Ce fichier dépasse {number(MOST_ROWS)} lignes. Envoyez-le en parties.")
    if len(cells) > MOST_COLUMNS:
        raise Refused(
            f"La ligne {number(line)} compte {number(len(cells))} colonnes\u202f; la limite est de "
            f"{number(MOST_COLUMNS)}."
        )
