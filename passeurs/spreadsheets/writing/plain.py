"""Text with semicolons and a mark of its encoding: what a French spreadsheet opens with a click."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from .tables import RISKY, Formula, Table, cut, french


def write(tables: Sequence[Table], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    for line in tables[0].lines():
        writer.writerow([_cell(value) for value in line.cells])
    text.detach()


def _cell(value: Any) -> str:
    if isinstance(value, Formula):
        value = value.value
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case int() | float() | Decimal():
            return f"{value}".replace(".", ",")
        case date():
            return french(value)
        case _:
            text = cut(str(value))
            return f"'{text}" if text.startswith(RISKY) else text
