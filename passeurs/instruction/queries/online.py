"""A dossier's answers to the ministry's online form, and where it stands there."""

from passeurs.dossiers.queries.document import dump
from passeurs.territories.regions import label_of
from passeurs.territories.rules import department_of

from ..models import OnlineForm
from ..online import FORM, Source, answers_to


def answers_of(dossier):
    """Every part of the form, in its order, filled from the dossier as it stands."""
    document = dump(dossier, context=False)
    codes = [one["place"]["insee"] for one in document["actions"] if one["place"]["insee"]]
    departments = dict.fromkeys(department_of(insee) for insee in codes)
    source = Source(
        document=document,
        edition=dossier.edition.document(),
        region=dossier.edition.coordination.region_name,
        departments=tuple(label_of(code) for code in departments),
    )
    return answers_to(FORM, source)


def online_form_of(dossier):
    """Where the dossier stands on the ministry's form, or None."""
    return OnlineForm.objects.filter(dossier=dossier).select_related("by").first()
