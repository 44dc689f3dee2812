"""The public catalogue of an edition, its film pages, and the list that a picker reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.calls.models import Edition
from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.organisations.queries import structures_written_by

from . import sheet
from .actions.wishes import wish_for_film
from .enums import FilmList
from .forms import CatalogueForm, WishForm
from .queries import catalogue, film_of, pickable, wishes_of

PER_PAGE = 24
PICKED = 20


@login_not_required
@require_safe
def index(request, slug):
    """The films of both lists, filtered by the address."""
    edition = _edition(request, slug)
    form = CatalogueForm(request.GET, auto_id="film-%s")
    asked = form.asked()
    page = Paginator(catalogue(edition, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": edition, "coordination": edition.coordination, "form": form}
    context |= {"page": page, "is_filtered": bool(asked)}
    context["may_wish"] = can(request.user, "film.wish")
    return render(request, "films/index.html", context)


@login_not_required
@require_safe
def detail(request, slug, pk):
    edition = _edition(request, slug)
    film = film_of(edition, pk)
    if film is None:
        raise Http404
    context = {"edition": edition, "coordination": edition.coordination}
    context |= {"film": film, "about": sheet.about(film), "versions": sheet.versions(film)}
    return render(request, "films/detail.html", context | {"booking": sheet.booking(film)})


@login_not_required
@require_safe
def choose(request, slug):
    """At most twenty films of one list, for the picker of an action."""
    edition = _edition(request, slug)
    list_code = request.GET.get("liste", "")
    if list_code not in FilmList.values:
        return JsonResponse([], safe=False)
    films = pickable(edition, list_code, request.GET.get("q", ""))[:PICKED]
    return JsonResponse([_option(film) for film in films], safe=False)


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request, slug):
    """Wish for a film; what one’s structures wished for, and the answers."""
    edition = _edition(request, slug)
    require(request.user, "film.wish")
    structures = structures_written_by(request.user)
    data = request.POST if request.method == "POST" else None
    form = WishForm(data, edition=edition, structures=structures)
    if form.is_valid():
        try:
            structure = form.cleaned_data["structure"]
            wish_for_film(edition, structure, form.facts(), by=request.user, at=timezone.now())
            messages.success(request, "Votre souhait est transmis à la coordination.")
            return redirect("films:wish", slug)
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
    context = {"edition": edition, "coordination": edition.coordination, "form": form}
    context["wishes"] = wishes_of(request.user, edition)
    return render(request, "films/wish.html", context, status=422 if form.errors else 200)


def _option(film):
    length = f"{film.duration_min}\u00a0min" if film.duration_min else ""
    hint = ", ".join(part for part in (film.directors, length) if part)
    return {"value": str(film.pk), "label": str(film), "hint": hint}


def _edition(request, slug):
    editions = Edition.objects.visible_to(request.user).with_coordination()
    return get_object_or_404(editions, slug=slug)
