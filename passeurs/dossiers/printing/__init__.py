"""A dossier and its receipt on paper: from the exchange document to the words of a page."""

from .dossier import dossier_data, dossier_pdf
from .receipt import receipt_data, receipt_pdf

__all__ = ["dossier_data", "dossier_pdf", "receipt_data", "receipt_pdf"]
