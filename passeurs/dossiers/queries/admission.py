"""What was decided of a filed dossier, and the words on contesting it."""

from ..enums import Outcome

TEXT = "admission_appeal"
"""The edition's own words on contesting a refusal, among its texts."""
USUAL = (
    "Cette décision peut être contestée dans les deux mois qui suivent sa réception : par un "
    "recours gracieux adressé à {service}, ou par un recours contentieux devant le tribunal "
    "administratif compétent, par courrier ou par l’application Télérecours citoyens "
    "(https://www.telerecours.fr).\n\n"
    "Un recours gracieux formé dans ces deux mois fait courir un nouveau délai de deux mois à "
    "compter de la réponse, ou du silence gardé pendant deux mois."
)
"""Where the edition says nothing; the coordination reads it over before it leaves."""


def admission_of(dossier):
    """The decision that stands, or None."""
    return dossier.admissions.filter(taken_back_at=None).select_related("by").first()


def appeal_of(edition):
    """The words offered on contesting a refusal: the edition's, else the usual ones."""
    coordination = edition.coordination
    service = coordination.service_name or coordination.name
    return edition.document().get("texts", {}).get(TEXT) or USUAL.format(service=service)


def is_usual(edition):
    """Whether the edition has no words of its own on contesting a refusal."""
    return not edition.document().get("texts", {}).get(TEXT)


def letter_name(admission):
    """« recevabilite-… », as its PDF is called."""
    word = "irrecevabilite" if admission.outcome == Outcome.INADMISSIBLE else "recevabilite"
    return f"{word}-{admission.dossier.reference}.pdf"
