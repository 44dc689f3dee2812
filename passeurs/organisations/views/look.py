"""The identity of a coordination, kept by its own team."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..actions import look as deeds
from ..forms.look import ACCENTS, AccentForm, LookForm
from ..looks import look_of
from ..models import Coordination
from ..queries import coordinations_kept_by
from ..rules import accent_told


@require_safe
def index(request):
    """One's own coordination; the first by name for who works in several."""
    require(request.user, "look.find")
    found = get_object_or_404(coordinations_kept_by(request.user)[:1])
    return redirect("organisations:look", found.slug)


@require_http_methods(["GET", "POST"])
def identity(request, slug):
    """Read and change the identity; what is refused stays typed, beside its sentence."""
    coordination = _coordination(request, slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LookForm(*sent, instance=_coordination(request, slug) if sent else coordination)
    if sent and form.is_valid() and _changed(request, form):
        return redirect("organisations:look", slug)
    context = {
        "coordination": coordination,
        "others": coordinations_kept_by(request.user).exclude(pk=coordination.pk),
        "form": form,
        "crest": look_of(coordination),
        "accents": [
            (form[name], accent_told(form[name].value() or "", theme=theme))
            for name, theme in ACCENTS.items()
        ],
        "panes": (("light", "Thème clair"), ("dark", "Thème sombre")),
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/look.html", context, status=status)


@require_safe
def contrast(request, slug):
    """What the page says of a colour while it is typed."""
    _coordination(request, slug)
    form = AccentForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    told = accent_told(form.cleaned_data["colour"], theme=form.cleaned_data["theme"])
    return render(request, "organisations/look_told.html", {"told": told})


@require_POST
def remove_logo(request, slug):
    coordination = _coordination(request, slug)
    deeds.remove_logo(coordination, by=request.user, at=timezone.now())
    messages.success(request, "Le logo est retiré.")
    return redirect("organisations:look", slug)


def _coordination(request, slug):
    found = get_object_or_404(Coordination.objects.visible_to(request.user), slug=slug)
    require(request.user, "look.keep", found)
    return found


def _changed(request, form):
    """Whether it was written; otherwise the reason stands beside the logo."""
    coordination, upload = form.instance, form.cleaned_data["logo"]
    who = {"by": request.user, "at": timezone.now()}
    logo = None
    try:
        if upload:
            logo = deeds.receive_logo(upload, coordination=coordination, **who)
    except Refused as refusal:
        form.add_error("logo", refusal.reasons[0])
        return False
    deeds.change_look(coordination, changed=form.changed_data, logo=logo, **who)
    messages.success(request, "L’identité est à jour, partout où elle se voit.")
    return True
