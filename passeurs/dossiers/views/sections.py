"""The sections that are one form: structure, project, audience, commitments."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require

from ..enums import SectionCode
from ..forms.audience import AudienceForm
from ..forms.commitments import CommitmentsForm
from ..forms.project import ProjectForm
from ..forms.structure import StructureSectionForm
from ..sections import BY_CODE
from .saving import save, status_of
from .shell import find, panel, screen

FORMS = {
    SectionCode.STRUCTURE: (StructureSectionForm, lambda dossier: dossier.structure),
    SectionCode.PROJECT: (ProjectForm, lambda dossier: dossier.project),
    SectionCode.AUDIENCE: (AudienceForm, lambda dossier: dossier.audience),
    SectionCode.COMMITMENTS: (CommitmentsForm, lambda dossier: dossier),
}


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, dossier_id, code):
    """Show one section, or save what is written in it."""
    dossier = find(request, dossier_id)
    form_class, target = FORMS[code]
    options = {"instance": target(dossier), "edition": dossier.edition, "dossier": dossier}
    if request.method == "POST":
        require(request.user, "dossier.edit", dossier)
        form = form_class(request.POST, **options)
        if answer := save(request, dossier, code, form):
            return answer
    else:
        form = form_class(**options)
    context = screen(request, dossier, code, form=form)
    template = f"dossiers/{BY_CODE[code].slug}.html"
    return render(request, template, context, status=status_of(form))


@require_safe
def panel_fragment(request, dossier_id, code):
    """What the call asks, as it stands now: read again by the page after each save."""
    dossier = find(request, dossier_id)
    return render(request, "dossiers/section.html#panel", panel(request, dossier, code))
