"""Questions written once, asked with the values of the moment.

Django writes a queryset's SQL anew each time it is asked; for the wide questions that every screen
asks, that costs more than the database does. A `Prepared` question is built once with `Given` in
the place of what changes; its SQL is kept, and only the values go in (docs/decisions/0070).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import BigAutoField, QuerySet, Value

_told: ContextVar[dict[str, Any]] = ContextVar("told")
WRITING = object()
"""Told in the place of the values while the SQL is being written."""


class Given(Value):
    """The value told under a name; asking while nothing is told is a fault, a `LookupError`."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if _told.get() is WRITING:
            return "%s", [self]
        return "%s", [self.bound(connection)]

    def bound(self, connection: Any) -> Any:
        """The value told, as this database wants it."""
        return self.output_field.get_db_prep_value(_told.get()[self.value], connection)


class GivenPerson(Given):
    """Somebody signed in, told by their key: stands where a queryset asks for a `user`."""

    is_authenticated = True

    def __init__(self, name: str) -> None:
        super().__init__(name, BigAutoField())


@contextmanager
def given(told: Any) -> Iterator[None]:
    """Tell the values, in this thread, for what is asked inside."""
    before = _told.set(told)
    try:
        yield
    finally:
        _told.reset(before)


class Prepared:
    """A question built by `build()` the first time it is asked, and kept for the process."""

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._build = build

    @cached_property
    def _question(self) -> QuerySet:
        question = self._build()
        kind = type(question.query)
        question.query.__class__ = type("Prepared", (_WrittenOnce, kind), {"written": {}})
        return question

    def ask(self, **told: Any) -> list[Any]:
        """The rows, with these values."""
        with given(told):
            return list(self._question.all())

    def one(self, **told: Any) -> Any:
        """The one row, with these values; raises the model's `DoesNotExist`."""
        found = self.ask(**told)
        if not found:
            raise self._question.model.DoesNotExist
        return found[0]


class _WrittenOnce:
    """A query whose compiler keeps what it wrote, by engine."""

    written: dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]]

    def get_compiler(self, using: Any = None, connection: Any = None, **more: Any) -> Any:
        compiler = super().get_compiler(using, connection, **more)  # type: ignore[misc]
        connection = compiler.connection or connections[using]
        if connection.vendor not in self.written:
            with given(WRITING):
                sql, params = compiler.as_sql()
            self.written[connection.vendor] = (sql, tuple(params), _kept(compiler))
        sql, params, kept = self.written[connection.vendor]
        vars(compiler).update(kept)
        compiler.as_sql = lambda: (sql, tuple(_value(one, connection) for one in params))
        return compiler


def _kept(compiler: Any) -> dict[str, Any]:
    """What reading the rows needs of the writing: the columns, and where they go."""
    apart = {"query", "connection", "using"}
    return {name: value for name, value in vars(compiler).items() if name not in apart}


def _value(param: Any, connection: Any) -> Any:
    return param.bound(connection) if isinstance(param, Given) else param
