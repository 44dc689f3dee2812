"""The sections that are one form: structure, project, audience, commitments."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.core.access import require

from ..forms.registry import questions_form, section_form
from ..sections import BY_CODE, url_of
from .saving import save, status_of
from .shell import find, panel, screen


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, dossier_id, code):
    """Show one section, or save what is written in it."""
    dossier = find(request, dossier_id)
    form = section_form(dossier, code, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "dossier.edit", dossier)
        if answer := save(request, dossier, code, form):
            return answer
    context = screen(request, dossier, code, form=form)
    template = f"dossiers/{BY_CODE[code].slug}.html"
    return render(request, template, context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request, dossier_id, code):
    """What the edition asks in a section that is not one form; alone when an answer is refused."""
    dossier = find(request, dossier_id)
    if code not in BY_CODE:
        raise Http404
    form = questions_form(dossier, code, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "dossier.edit", dossier)
        back = f"{url_of(dossier, code)}#questions"
        if answer := save(request, dossier, code, form, back=back):
            return answer
    context = screen(request, dossier, code, form=form)
    return render(request, "dossiers/questions.html", context, status=status_of(form))


@require_safe
def panel_fragment(request, dossier_id, code):
    """What the call asks, as it stands now: read again by the page after each save."""
    dossier = find(request, dossier_id)
    return render(request, "dossiers/section.html#panel", panel(request, dossier, code))
