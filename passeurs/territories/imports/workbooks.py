"""Workbooks (.xls, .xlsx, .ods) read as the text table that the readers know."""

import csv
import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from passeurs.territories.imports.report import Unusable

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
LARGEST = 512 * 1024 * 1024
"""What a workbook may unfold to; beyond, it is a trap or a mistake."""


def is_workbook(data):
    """Whether the bytes are a workbook, whatever the name of the file says."""
    if data.startswith(OLD_EXCEL):
        return True
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def table_of(name, data):
    """The sheet with the most cells, as CSV with « ; »; raises Unusable."""
    try:
        _check_size(name, data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_index(rank) for rank in range(len(workbook.sheet_names))]
        largest = max(sheets, key=lambda sheet: sheet.total_height * sheet.total_width)
        rows = largest.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as problem:
        raise Unusable(
            f"Le classeur « {name} » est tronqué, abîmé ou protégé : ouvrez-le, enregistrez la "
            "feuille au format « CSV UTF-8 » et importez ce fichier."
        ) from problem
    if not any(any(row) for row in rows):
        raise Unusable(f"Le classeur « {name} » est vide.")
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(map(_line, rows))
    return text.getvalue()


def _check_size(name, data):
    if not data.startswith(ZIP):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unfolded = sum(member.file_size for member in archive.infolist())
    if unfolded > LARGEST:
        raise Unusable(f"« {name} » contient plus de {LARGEST // 2**20} Mio.")


def _line(cells):
    return [_text(cell) for cell in cells]


def _text(cell):
    """What the list means: a code that the spreadsheet made a number is a whole number again."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())
