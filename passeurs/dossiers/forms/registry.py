"""Which form speaks of a section's field, whichever screen it is on."""

from .answers import QuestionsForm
from .audience import AudienceForm
from .commitments import CommitmentsForm
from .documents import PreviousYearForm
from .project import ProjectForm
from .structure import StructureSectionForm

SECTION_FORMS = {
    "structure": (StructureSectionForm, lambda dossier: dossier.structure),
    "project": (ProjectForm, lambda dossier: dossier.project),
    "audience": (AudienceForm, lambda dossier: dossier.audience),
    "documents": (PreviousYearForm, lambda dossier: dossier),
    "commitments": (CommitmentsForm, lambda dossier: dossier),
}


def section_form(dossier, code, data=None):
    """The form of a section that is one form, over its object."""
    form_class, target = SECTION_FORMS[code]
    options = {"instance": target(dossier), "edition": dossier.edition, "dossier": dossier}
    return form_class(data, **options).ask(dossier, code)


def questions_form(dossier, code, data=None):
    """The questions the edition adds to a section, alone."""
    return QuestionsForm(data, dossier=dossier, section=code)
