"""The public directory of practitioners: those who agreed, and nobody else."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from passeurs.core.access import can
from passeurs.documents.responses import attachment_response
from passeurs.organisations.queries import coordinations_of, structures_of

from ..forms.filters import PeopleFilterForm
from ..models import Practitioner
from ..queries.people import directory, ours

PER_PAGE = 24


@login_not_required
@require_safe
def index(request):
    """The directory through its filters; « nos fiches » for those who keep some."""
    form = PeopleFilterForm(request.GET, auto_id="p-%s")
    asked = form.asked()
    keeps = keeps_cards(request.user)
    is_ours = keeps and request.GET.get("vue") == "nos-fiches"
    rows = ours(request.user, asked.get("text", "")) if is_ours else directory(**asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "keeps": keeps, "is_ours": is_ours}
    return fresh(render(request, "network/people.html", context | {"is_filtered": bool(asked)}))


@login_not_required
@require_safe
def detail(request, pk):
    """One card: its public face, and all of it for those who keep it."""
    card = found(request, pk)
    if card.merged_into_id:
        return redirect("network:person", pk=card.merged_into_id)
    user = request.user
    reads_all = keeps_card(user, card)
    context = {
        "card": card,
        "reads_all": reads_all,
        "edits": reads_all and can(user, "practitioner.edit", card),
        "reviews": reads_all and can(user, "practitioner.review", card),
        "structures": list(card.structures.order_by("name")) if reads_all else (),
    }
    return fresh(render(request, "network/person.html", context))


@require_safe
def cv(request, pk):
    """The CV, for those who keep the card."""
    card = found(request, pk)
    if card.cv is None or not keeps_card(request.user, card):
        raise Http404
    return attachment_response(card.cv)


def found(request, pk):
    """The card, 404 for whoever may not know of it."""
    cards = Practitioner.objects.visible_to(request.user)
    return get_object_or_404(cards.select_related("coordination", "cv"), pk=pk)


def keeps_card(user, card):
    """Whether the person reads every word of it: a keeper's right, or one's own card."""
    if not user.is_authenticated:
        return False
    return can(user, "practitioner.read", card) or _is_own(user, card)


def _is_own(user, card):
    return bool(card.email) and user.email.lower() == card.email.lower()


def keeps_cards(user):
    """Whether the person belongs to a structure or to a coordination."""
    if not user.is_authenticated:
        return False
    return (
        structures_of(user).exists()
        or coordinations_of(user).filter(team__user=user, team__role="coordination").exists()
    )


def fresh(response):
    """A consent taken back must be gone everywhere at once: no cache keeps the page."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noarchive"
    return response
