"""A dossier and its receipt on paper: from the exchange document to the words of a page."""

from .admission import admission_as_file, admission_data, admission_pdf
from .award import award_as_file, award_data, award_pdf
from .dossier import dossier_data, dossier_pdf, print_dossier
from .receipt import receipt_as_file, receipt_data, receipt_pdf

__all__ = [
    "admission_as_file",
    "admission_data",
    "admission_pdf",
    "award_as_file",
    "award_data",
    "award_pdf",
    "dossier_data",
    "dossier_pdf",
    "print_dossier",
    "receipt_as_file",
    "receipt_data",
    "receipt_pdf",
]
