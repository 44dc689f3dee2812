"""The yearly memberships of the structures to the coordination."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.typography import plural
from passeurs.organisations.queries import coordinations_kept_by

from ..actions import fees
from ..enums import FeeState
from ..forms.fees import AskForm, FeesFilterForm, SettleForm
from ..models import MembershipFee
from ..queries.fees import fee_counts, fees_kept
from .finding import WRONG, attempt, now

PER_PAGE = 50
NEAR = 5
"""Nobody keeps the membership of a year further than that."""
SETTLED = {
    "dispenser": (FeeState.WAIVED, "L’adhésion est dispensée."),
    "a-regler": (FeeState.DUE, "L’adhésion est à régler."),
}


@require_safe
def index(request):
    """Those of one coordination and one year."""
    require(request.user, "fee.desk")
    coordination, year = _asked(request)
    return _show(request, coordination, year, AskForm(coordination=coordination, year=year))


@require_POST
def ask(request):
    """Ask the membership of a year of a structure, or of all that filed a dossier."""
    require(request.user, "fee.desk")
    coordination, year = _asked(request)
    form = AskForm(request.POST, coordination=coordination, year=year)
    if not form.is_valid():
        return _show(request, coordination, year, form, status=WRONG)
    for structure in form.chosen():
        fees.ask_fee(coordination, structure, year, **now(request))
    messages.success(request, f"{plural(len(form.chosen()), 'adhésion')} de plus à régler.")
    return redirect(f"{reverse('events:fees')}?annee={year}&region={coordination.slug}")


@require_POST
def act(request, pk, verb):
    """Paid, waived, due again, reminded."""
    rows = MembershipFee.objects.of_desk(request.user).select_related("coordination")
    fee = get_object_or_404(rows, pk=pk)
    require(request.user, "fee.keep", fee)
    if verb == "reglee":
        form = SettleForm(request.POST)
        day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
        deed = lambda: fees.settle_fee(fee, FeeState.PAID, day, **now(request))  # noqa: E731
        attempt(request, deed, "L’adhésion est réglée.")
    elif verb == "relancer":
        deed = lambda: fees.remind_fee(fee, **now(request))  # noqa: E731 - said once
        attempt(request, deed, "Le rappel est parti.")
    elif verb in SETTLED:
        state, done = SETTLED[verb]
        attempt(request, lambda: fees.settle_fee(fee, state, None, **now(request)), done)
    else:
        raise Http404
    return redirect(f"{reverse('events:fees')}?annee={fee.year}")


def _asked(request):
    """The coordination and the year of the address: one's own and this year unless it says."""
    given = request.POST or request.GET
    kept = coordinations_kept_by(request.user)
    named = kept.filter(slug=given.get("region", ""))
    year, this_year = given.get("annee", ""), timezone.localdate().year
    is_near = year.isascii() and year.isdigit() and abs(int(year[:6]) - this_year) <= NEAR
    return named.first() or kept.first(), int(year) if is_near else this_year


def _show(request, coordination, year, form, *, status=200):
    filters = FeesFilterForm(request.GET, auto_id="a-%s")
    asked = filters.asked()
    rows = fees_kept(request.user, coordination=coordination, year=year, **asked)
    this_year = timezone.localdate().year
    context = {
        "coordination": coordination,
        "year": year,
        "years": [this_year - 1, this_year, this_year + 1],
        "form": form,
        "filters": filters,
        "is_filtered": bool(asked),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "counts": fee_counts(coordination, year),
        "states": FeeState,
        "today": timezone.localdate(),
    }
    return render(request, "events/fees.html", context, status=status)
