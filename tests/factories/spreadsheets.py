"""Files as people and their programs make them, good and hostile."""

import io
import zipfile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from passeurs.spreadsheets.reading import open_book
from passeurs.spreadsheets.writing import Column, Table, write

ODS = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Feuille1">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{rows}</sheetData></worksheet>"
)


def zipped(parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def raw_xlsx(rows="", **more):
    """An .xlsx whose sheet holds this XML."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS.format(
                kind="worksheet", target="worksheets/sheet1.xml"
            ),
            "xl/worksheets/sheet1.xml": SHEET.format(rows=rows),
        }
        | more
    )


def raw_ods(rows="", **more):
    """An .ods whose table holds this XML."""
    return zipped(
        {"mimetype": ODS, "META-INF/manifest.xml": "<m/>", "content.xml": CONTENT.format(rows=rows)}
        | more
    )


def xlsx(rows, *, sheet="Feuil1", edit=None):
    """An .xlsx by its rows; `edit` receives the sheet before it is closed."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if edit:
            edit(page)
    return output.getvalue()


def written(rows, code, *, widths=None, **options):
    """The rows as our own writer writes them, without heading unless asked."""
    width = widths or max(map(len, rows))
    columns = tuple(Column(f"Colonne {rank}") for rank in range(1, width + 1))
    table = Table("Feuil1", columns, rows, **({"has_heading": False} | options))
    output = io.BytesIO()
    write([table], code, output)
    return output.getvalue()


def read(content):
    """The rows of the first sheet, as [(line, cells)]."""
    sheets = open_book(io.BytesIO(content)).sheets
    return [(row.line, list(row.cells)) for row in sheets[0].rows()] if sheets else []


def upload(content, name="liste.csv"):
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, content)


def budget():
    """A filled budget: one amount that changes, one cell that is refused."""
    head = ("Repère", "Compte", "Intitulé", "Montant")
    rows = [head, ("601", "60", "Achats", "120,50"), ("604", "60", "Prestations", "beaucoup")]
    output = io.BytesIO()
    columns = tuple(Column(name) for name in head)
    write([Table("Projet", columns, rows, has_heading=False)], "ods", output)
    return output.getvalue()
