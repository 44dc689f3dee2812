"""The answers to the edition's questions, as the exchange document says them."""

from typing import Any

from ..models import Dossier


def answers_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Each question that has an answer, in the order of the edition; no query.

    An answer to a question that was withdrawn stays in the database and in the history alone.
    """
    return [
        {"code": row["code"], "label": row["label"], "value": dossier.answers[row["code"]]}
        for row in dossier.edition.document().get("questions", [])
        if row["code"] in dossier.answers
    ]
