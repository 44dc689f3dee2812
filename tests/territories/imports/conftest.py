"""Files in the official layouts, a few lines long, and the import that reads them."""

from datetime import UTC, datetime

import pytest

from passeurs.territories.imports.files import packets_of
from passeurs.territories.imports.importing import Order, import_files

AT = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def save(tmp_path):
    """Write a file (text or bytes) and give its path."""

    def write(content, name="liste.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def load(db):
    """Import files and give the report."""

    def run(kind, *paths, vintage, **options):
        order = Order(kind=kind, vintage=vintage, packets=tuple(packets_of(paths)), **options)
        return import_files(order, at=AT)

    return run


@pytest.fixture
def refusals():
    """The refused lines of a report as (line, sentence), no-break spaces made plain."""

    def told(report):
        return [(remark.line, plain(remark.text)) for remark in sorted(report.refused)]

    return told


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")
