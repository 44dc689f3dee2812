"""What a holder will read and fill in, before anyone does; nothing is written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.calls.presentation import call_page

from ..trial import on_trial
from .finding import find


@require_safe
def show(request, slug):
    """The page of the call, as everyone will read it."""
    edition = find(request, slug)
    page = call_page(edition, at=timezone.now())
    return render(request, "editions/preview.html", page | {"is_form": False})


@require_safe
def form(request, slug):
    """The sections of the form, one below the other, with every control idle."""
    edition = find(request, slug)

    def draw(sections):
        context = {"edition": edition, "sections": sections, "is_form": True}
        context["documents"] = edition.document().get("documents", [])
        return render_to_string("editions/preview_form.html", context, request)

    return HttpResponse(on_trial(edition, request.user, draw, at=timezone.now()))
