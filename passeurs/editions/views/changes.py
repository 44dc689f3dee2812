"""A change to an open edition: what it would do, dossier by dossier, then its confirmation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.calls.actions import Overtaken
from passeurs.core.refusals import Refused

from ..actions.changing import apply_change, drop_change
from ..forms.opening import ReasonForm
from ..models import Change
from ..queries.answers import answers_lost
from .finding import OVERTAKEN, WRONG, find

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug, pk):
    edition = find(request, slug)
    change = _change(edition, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = WRONG if form.is_bound else 200
    if form.is_valid():
        try:
            saved = apply_change(
                change, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            status = OVERTAKEN if isinstance(refusal, Overtaken) else WRONG
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "L’édition est modifiée : les dossiers y répondent déjà.")
            return redirect("editions:detail", saved.slug)
    page = Paginator(change.found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": edition, "change": change, "form": form, "page": page}
    context["lost"] = answers_lost(change)
    return render(request, "editions/change.html", context, status=status)


@require_POST
def drop(request, slug, pk):
    edition = find(request, slug)
    drop_change(_change(edition, pk), at=timezone.now())
    messages.success(request, "Rien n’a changé.")
    return redirect("editions:detail", slug)


def _change(edition, pk):
    return get_object_or_404(Change.objects.filter(edition=edition), pk=pk)
