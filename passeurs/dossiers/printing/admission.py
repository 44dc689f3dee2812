"""The letter of a decision on admissibility, for the holder to keep."""

from typing import Any

from passeurs.core.typography import french_date, local
from passeurs.documents.markdown import blocks
from passeurs.documents.pdf import render_pdf
from passeurs.notifications.attachments import File
from passeurs.organisations.letterheads import letterhead_of

from ..models import Admission
from ..queries.admission import letter_name
from .receipt import service_of
from .words import sentence, siret

ADMISSIBLE = (
    "Votre dossier est recevable. Il est transmis à l’instruction puis au comité, qui en examinera "
    "le contenu ; cette décision ne préjuge pas de sa réponse."
)
INADMISSIBLE = (
    "Votre dossier n’est pas recevable : il ne sera pas examiné par le comité, pour ce qui suit."
)
WITHDRAWN = "Cette décision a été retirée : elle ne vaut plus."


def admission_pdf(admission: Admission) -> bytes:
    """The letter; the same bytes each time."""
    return render_pdf(
        "dossiers/pdf/admission.typ",
        admission_data(admission),
        title=f"{_title(admission)}, dossier {admission.dossier.reference}",
        at=admission.at,
        letterhead=letterhead_of(admission.dossier.edition.coordination),
    )


def admission_as_file(admission_id: int) -> File:
    """The letter as a file, on screen as by e-mail."""
    related = ("by", "dossier__edition__coordination", "dossier__structure", "dossier__project")
    admission = Admission.objects.select_related(*related).get(pk=admission_id)
    return File(letter_name(admission), admission_pdf(admission), "application/pdf")


def admission_data(admission: Admission) -> dict[str, Any]:
    """Every word of the letter."""
    dossier = admission.dossier
    structure, edition = dossier.structure, dossier.edition
    return {
        "edition": edition.title,
        "title": _title(admission),
        "dossier_title": dossier.project.title or "Sans titre",
        "reference": dossier.reference,
        "tone": "no" if admission.is_refusal else "ok",
        "outcome": admission.get_outcome_display(),
        "day": french_date(local(admission.at, edition.timezone), weekday=True),
        "holder": structure.name,
        "siret": siret(structure.siret),
        "words": blocks(sentence(admission.words.get("body", ""))),
        "opening": sentence(INADMISSIBLE if admission.is_refusal else ADMISSIBLE),
        "taken_back": sentence(WITHDRAWN) if admission.taken_back_at else "",
        "reasons": [sentence(reason) for reason in admission.reasons],
        "appeal": blocks(sentence(admission.appeal)),
        "service": service_of(edition.coordination),
        "signed": admission.by.get_full_name(),
    }


def _title(admission: Admission) -> str:
    if admission.is_refusal:
        return "Décision d’irrecevabilité"
    return "Décision de recevabilité"
