"""The words for the natures and the functions that the region's editions name themselves."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.calls.vocabulary import Document, function_labels, nature_labels

from .columns import Kind, word, words

NATURES = "nature"
FUNCTIONS = "fonctions"


def with_vocabulary(kind: Kind, user: User) -> Kind:
    """The kind of table in the words of that person's region: one query, none where none is due.

    A code that several editions share is said in the words of the latest that names it.
    """
    if not {NATURES, FUNCTIONS} & {column.code for column in kind.columns}:
        return kind
    editions = Edition.objects.filter(coordination__team__user=user).order_by("year", "sitting")
    documents = list(editions.values_list("document_cache", flat=True))
    says = {
        NATURES: word(_labels(documents, nature_labels)),
        FUNCTIONS: words(_labels(documents, function_labels)),
    }
    columns = (replace(one, say=says.get(one.code, one.say)) for one in kind.columns)
    return replace(kind, columns=tuple(columns))


def _labels(
    documents: list[Document], read: Callable[[Document], dict[str, str]]
) -> Mapping[str, str]:
    said: dict[str, str] = {}
    for document in documents:
        said |= read(document)
    return said
