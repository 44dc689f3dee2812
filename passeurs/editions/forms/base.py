"""A part of an edition's document as a form, and a list of its rows: read from it, written back."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import slugify

from passeurs.calls.markdown import plain

LONGEST = 20_000
LONGEST_CODE = 40

type Document = dict[str, Any]


class VersionedForm(forms.Form):
    """`version` is that of the edition the person read: another one since, and nothing is saved."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class PartForm(VersionedForm):
    """Some keys of the document: `read` says what they hold, `write` gives the document changed."""

    def __init__(self, *args: Any, document: Document, version: int, **kwargs: Any) -> None:
        self.document = document
        given = kwargs.get("initial", {})
        kwargs["initial"] = self.read(document) | {"version": version} | given
        super().__init__(*args, **kwargs)
        self.prepare()

    @staticmethod
    def read(document: Document) -> dict[str, Any]:
        raise NotImplementedError

    def prepare(self) -> None:
        """Choices that depend on the document."""

    def write(self, document: Document) -> Document:
        """`document` may be newer than the one the form was drawn from."""
        raise NotImplementedError


class RowForm(VersionedForm):
    """One row of a list: each field is a key of the row. The code is made from the label, once."""

    code_from = "label"
    code_key = "code"

    def __init__(
        self,
        *args: Any,
        document: Document,
        version: int,
        row: Document | None = None,
        **kwargs: Any,
    ) -> None:
        self.document, self.row = document, row or {}
        kwargs["initial"] = {**self.read(self.row), "version": version}
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the document."""

    @staticmethod
    def read(row: Document) -> dict[str, Any]:
        return row

    def told(self) -> Document:
        """The row as typed; what the form does not show is kept."""
        typed = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**self.row, **typed}

    def named(self, taken: set[str]) -> Document:
        """The row with its code, made from its label where it is new."""
        row = self.told()
        if not row.get(self.code_key):
            row[self.code_key] = code_of(str(row[self.code_from]), taken)
        return row


def code_of(label: str, taken: set[str]) -> str:
    """« Lettre d’intérêt » is `lettre_d_interet`, then `lettre_d_interet_2`."""
    plain = unicodedata.normalize("NFKD", label.replace("’", " ").replace("'", " "))
    base = slugify(plain).replace("-", "_")[: LONGEST_CODE - 4].strip("_") or "ligne"
    code, rank = base, 1
    while code in taken:
        rank += 1
        code = f"{base}_{rank}"
    return code


@dataclass(frozen=True)
class Part:
    """A screen of the edition: its address, its words, what it holds, where remarks point to."""

    code: str
    title: str
    lead: str
    form: type[PartForm]
    told: Callable[[Document], str]
    where: tuple[str, ...] = ()
    template: str = "editions/part.html"

    kind = "part"


@dataclass(frozen=True)
class RowList:
    """A list of the document: its rows are added, edited, moved and removed one by one."""

    code: str
    title: str
    lead: str
    key: str
    one: str
    form: type[RowForm]
    word: str
    label: Callable[[Document], str] = field(default=lambda row: row["label"])
    detail: Callable[[Document], str] = field(default=lambda row: plain(row.get("text")))
    where: tuple[str, ...] = ()
    template: str = "editions/row.html"

    kind = "list"

    def told(self, document: Document) -> str:
        rows = self.rows(document)
        names = ", ".join(self.label(row) for row in rows[:6])
        return f"{names}…" if len(rows) > 6 else names or "Rien encore."  # noqa: PLR2004

    def rows(self, document: Document) -> list[Document]:
        return list(document.get(self.key) or self.usual(document))

    def detail_of(self, row: Document, document: Document) -> str:
        """A line under the label of a row."""
        return self.detail(row)

    def usual(self, document: Document) -> list[Document]:
        """What stands where the edition has no list of its own."""
        return []

    def after(self, document: Document) -> Document:
        """What else of the document goes with a row that was just written."""
        return document

    def find(self, document: Document, code: str) -> Document | None:
        rows = self.rows(document)
        return next((row for row in rows if row[self.form.code_key] == code), None)


def prose(label, rows=4, **options):
    """A text over several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=box, max_length=LONGEST, **options)


def line(label, longest=160, **options):
    return forms.CharField(label=label, max_length=longest, **options)
