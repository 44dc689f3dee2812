"""A PDF is opened, and what could act when it is read is refused."""

from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from passeurs.core.refusals import Refused

from ..rules import Format
from .active import found_in

MOST_NODES = 400_000
REPRINT = (
    "Imprimez-le vers un nouveau PDF («\u00a0Enregistrer au format PDF\u00a0»), "
    "puis envoyez cette copie."
)


def check(stream: BinaryIO, declared: Format) -> None:
    try:
        with pikepdf.open(stream, suppress_warnings=True) as document:
            _check_open(document)
    except pikepdf.PasswordError:
        raise Refused(
            "Ce PDF est protégé par un mot de passe\u00a0: le service ne pourrait pas le lire. "
            f"{REPRINT}"
        ) from None
    except pikepdf.PdfError:
        raise Refused(
            f"Ce PDF est abîmé ou incomplet\u00a0: il ne s’ouvre pas. {REPRINT}"
        ) from None


def _check_open(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Refused(f"Ce PDF est verrouillé (impression ou copie interdites). {REPRINT}")
    if not len(document.pages):
        raise Refused(f"Ce PDF ne contient aucune page. {REPRINT}")
    if found := next(filter(None, map(found_in, _dictionaries(document))), ""):
        raise Refused(f"Ce PDF contient {found}. {REPRINT}")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every dictionary of the file, those nested in others included, within a bound."""
    seen = 0
    pending = list(document.objects)
    while pending:
        node = pending.pop()
        seen += 1
        if seen > MOST_NODES:
            raise Refused(f"Ce PDF est trop complexe pour être vérifié. {REPRINT}")
        if isinstance(node, pikepdf.Stream):
            node = node.stream_dict
        if isinstance(node, pikepdf.Dictionary):
            yield node
            pending.extend(_direct(node.as_dict().values()))
        elif isinstance(node, pikepdf.Array):
            pending.extend(_direct(node.as_list()))


def _direct(children) -> Iterator[pikepdf.Object]:
    """The others are objects of the file and come in their own turn."""
    containers = (pikepdf.Dictionary, pikepdf.Array)
    for child in children:
        if isinstance(child, containers) and not child.is_indirect:
            yield child
