"""Le formulaire de la DRAC: ready to copy, in its own order; where the dossier stands there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import can
from passeurs.core.downloads import shut
from passeurs.core.refusals import Refused
from passeurs.documents.responses import pdf_response

from ..actions.online import keep_online_form
from ..forms.admission import OnlineFormForm
from ..online import missing
from ..printing import online_pdf, online_text
from ..queries.online import answers_of, online_form_of
from .finding import find, head

PAGE = "instruction:online"


@require_safe
def page(request, pk):
    """Every field of the form with its answer, and what it still lacks."""
    return _show(request, find(request, pk, "sheet.read"))


@require_POST
def keep(request, pk):
    """Keep the number, the address and the day of the dossier on that form."""
    dossier = find(request, pk, "sheet.write")
    form = OnlineFormForm(request.POST)
    if not form.is_valid():
        return _show(request, dossier, form, status=422)
    try:
        keep_online_form(dossier, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, " ".join(refusal.reasons))
        return _show(request, dossier, form, status=422)
    messages.success(request, "C’est noté : numéro, adresse et date du formulaire en ligne.")
    return redirect(PAGE, pk)


@require_safe
def file(request, pk, kind):
    """The whole form as a PDF, or as plain text to paste."""
    dossier = find(request, pk, "sheet.read")
    answered, name = answers_of(dossier), f"formulaire-drac-{dossier.reference}"
    if kind == "pdf":
        return pdf_response(
            online_pdf(dossier, answered, at=timezone.now()), filename=f"{name}.pdf"
        )
    if kind != "txt":
        raise Http404
    answer = HttpResponse(online_text(answered), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return shut(answer)


def _show(request, dossier, form=None, *, status=200):
    answered, kept = answers_of(dossier), online_form_of(dossier)
    names = ("number", "url", "sent_on")
    initial = {name: getattr(kept, name) for name in names} if kept else {}
    context = head(request, dossier, "Formulaire DRAC", "online") | {
        "parts": answered,
        "missing": missing(answered),
        "kept": kept,
        "form": form or OnlineFormForm(initial=initial),
        "may_write": can(request.user, "sheet.write", dossier),
    }
    return render(request, "instruction/online.html", context, status=status)
