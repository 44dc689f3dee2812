"""Reading a table: one question to the database, rows leaving memory as they are written."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from passeurs.spreadsheets.writing import Column, Table

from .columns import Col, Kind

AT_ONCE = 1000


def table_of(
    kind: Kind, codes: list[str], dossiers: QuerySet, *, told: Callable[[int], None]
) -> Table:
    """The rows of these dossiers under these columns; `told` hears how many have been read."""
    columns = kind.chosen(codes)
    heads = tuple(Column(column.label, column.cell, column.width) for column in columns)
    return Table(kind.label[:31], heads, _rows(kind, columns, dossiers, told))


def count_of(kind: Kind, dossiers: QuerySet) -> int:
    return _asked(kind, dossiers).count()


def _asked(kind: Kind, dossiers: QuerySet) -> QuerySet:
    manager = kind.model._default_manager  # noqa: SLF001 - Django's public door
    own = dossiers.order_by().values("pk")
    return manager.filter(**{f"{kind.path}pk__in" if kind.path else "pk__in": own})


def _rows(
    kind: Kind, columns: list[Col], dossiers: QuerySet, told: Callable[[int], None]
) -> Iterator[list[Any]]:
    names = {f"c{rank}": _expression(column.value) for rank, column in enumerate(columns)}
    rows = _asked(kind, dossiers).annotate(**names)
    rows = rows.order_by(f"{kind.path}reference", *kind.order).values_list(*names)
    says = [column.say for column in columns]
    for rank, row in enumerate(rows.iterator(chunk_size=AT_ONCE), 1):
        yield [say(value) for say, value in zip(says, row, strict=True)]
        told(rank)


def _expression(value: str | Combinable) -> Any:
    return F(value) if isinstance(value, str) else value
