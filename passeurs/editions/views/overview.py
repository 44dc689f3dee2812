"""One's editions, and the page of one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.calls import timeline
from passeurs.calls.actions import clone_edition
from passeurs.calls.checker import check
from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.organisations.models import Coordination

from ..actions.opening import create_blank_edition
from ..forms.identity import NewEditionForm
from ..forms.registry import GROUPS, section
from ..queries import editions_kept, sources_for
from ..standing import standing
from .finding import find

PER_PAGE = 50


@require_safe
def index(request):
    require(request.user, "edition.list")
    now = timezone.now()
    page = Paginator(editions_kept(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"edition": one, "standing": standing(one, at=now)} for one in page]
    return render(request, "editions/index.html", {"page": page, "rows": rows})


@require_safe
def detail(request, slug):
    edition, now = find(request, slug), timezone.now()
    document = edition.document()
    findings = check(document)
    context = {
        "edition": edition,
        "standing": standing(edition, at=now),
        "stones": timeline.stones(document, at=now),
        "errors": [one for one in findings if one.level == "error"],
        "warnings": [one for one in findings if one.level == "warning"],
        "groups": groups(document, findings),
    }
    return render(request, "editions/detail.html", context)


def groups(document, findings):
    """The parts of the edition, each with what it holds and how many remarks point to it."""
    for title, codes in GROUPS:
        parts = filter(None, map(section, codes))
        yield {"title": title, "parts": [_told(part, document, findings) for part in parts]}


def _told(part, document, findings):
    mine = [one for one in findings if one.where.partition(".")[0] in part.where]
    return {
        "part": part,
        "told": part.told(document),
        "errors": sum(one.level == "error" for one in mine),
        "warnings": sum(one.level == "warning" for one in mine),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """From last year's, from another region's call, or from nothing."""
    require(request.user, "edition.list")
    mine = {"team__user": request.user, "team__role": "coordination"}
    form = NewEditionForm(
        request.POST if request.method == "POST" else None,
        sources=sources_for(request.user),
        coordinations=Coordination.objects.filter(**mine).distinct(),
        initial={"source": request.GET.get("source", "")},
    )
    if form.is_valid() and (edition := _make(request, form)):
        messages.success(request, "L’édition est prête à être revue : personne d’autre ne la voit.")
        return redirect("editions:detail", edition.slug)
    return render(request, "editions/new.html", {"form": form}, status=422 if form.errors else 200)


def _make(request, form):
    found, now = form.cleaned_data, timezone.now()
    named = {key: found[key] for key in ("title", "slug", "year", "sitting")}
    by_whom = {"by": request.user, "at": now}
    try:
        if not (source := found["source"]):
            return create_blank_edition(found["coordination"], named, **by_whom)
        return clone_edition(
            source,
            slug=found["slug"],
            shift_years=found["year"] - source.year,
            coordination=found["coordination"],
            named=named,
            **by_whom,
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return None
