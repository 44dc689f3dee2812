"""The answers to the ministry's form as a file: PDF to print, text to paste."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from passeurs.core.typography import french_date, local
from passeurs.documents.pdf import render_pdf
from passeurs.organisations.letterheads import letterhead_of

MISSING = "À répondre en ligne"


def online_pdf(dossier: Any, answered: Sequence[dict[str, Any]], *, at: datetime) -> bytes:
    """The form's parts in order, each field and its answer."""
    title = dossier.project.title or dossier.reference
    data = {
        "edition": dossier.edition.title,
        "title": title,
        "holder": dossier.structure.name,
        "reference": dossier.reference,
        "day": french_date(local(at, dossier.edition.timezone)),
        "missing": MISSING,
        "parts": [
            {
                "title": part["title"],
                "answers": [
                    {"label": one.label, "value": one.value, "hint": one.hint}
                    for one in part["answers"]
                ],
            }
            for part in answered
        ],
    }
    name = f"Formulaire de la DRAC, {title}"
    letterhead = letterhead_of(dossier.edition.coordination)
    return render_pdf("instruction/pdf/online.typ", data, title=name, at=at, letterhead=letterhead)


def online_text(answered: Sequence[dict[str, Any]]) -> str:
    """The same as plain text, a blank line between two fields."""
    lines = []
    for part in answered:
        lines += [part["title"].upper(), ""]
        for one in part["answers"]:
            lines += [one.label, one.value or f"[{MISSING}]", ""]
    return "\n".join(lines)
