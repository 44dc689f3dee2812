"""Count the queries of a request and the rows that came back."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass
class Count:
    queries: int = 0
    rows: int = 0


class CountingCursor(CursorWrapper):
    """Django's own cursor, which also counts what is fetched through it."""

    def __init__(self, cursor, db, count):
        super().__init__(cursor, db)
        self.count = count

    def fetchone(self):
        row = self.cursor.fetchone()
        self.count.rows += row is not None
        return row

    def fetchmany(self, *arguments):
        return self._counted(self.cursor.fetchmany(*arguments))

    def fetchall(self):
        return self._counted(self.cursor.fetchall())

    def __iter__(self):
        for row in self.cursor:
            self.count.rows += 1
            yield row

    def _counted(self, rows):
        self.count.rows += len(rows)
        return rows


@contextmanager
def counted():
    """Yield a Count that fills while the block runs."""
    count = Count()

    def execute(run, sql, params, many, context):
        count.queries += 1
        return run(sql, params, many, context)

    original = connection.make_cursor
    connection.make_cursor = lambda cursor: CountingCursor(cursor, connection, count)
    try:
        with connection.execute_wrapper(execute):
            yield count
    finally:
        connection.make_cursor = original
