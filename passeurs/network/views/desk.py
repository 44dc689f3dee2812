"""The directories as the coordination keeps them: read, verify, write, merge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..actions import desk, venues
from ..enums import Review
from ..forms.filters import DeskPeopleForm, DeskVenuesForm
from ..forms.people import ReviewForm
from ..forms.venues import MergeForm, VenueForm
from ..models import Practitioner, Venue
from ..queries.owners import desks_of
from ..queries.people import desk_people, duplicates_of
from ..queries.venues import desk_venues, twins_of

PER_PAGE = 40
REVIEWS = {"verifier": Review.VERIFIED, "ecarter": Review.SET_ASIDE}
VENUE_VERBS = {
    "verifier": (venues.verify_venue, "La fiche est à jour."),
    "fermer": (venues.close_venue, "La salle n’est plus proposée."),
    "rouvrir": (venues.reopen_venue, "La salle est de nouveau proposée."),
}


@require_safe
def people(request):
    require(request.user, "practitioner.desk")
    form = DeskPeopleForm(request.GET, auto_id="p-%s")
    asked = form.asked()
    rows = desk_people(request.user, **asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(asked)}
    return render(request, "network/desk_people.html", context)


@require_POST
def review(request, pk, verb):
    """Say of a card that it was read, or set it aside."""
    card = _card(request, pk, "practitioner.review")
    form = ReviewForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    desk.review_card(card, REVIEWS[verb], by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, f"{card.name}\u00a0: {REVIEWS[verb].label.lower()}.")
    return redirect("network:person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_person(request, pk):
    """Which card is the same person's, and which of the two stays."""
    card = _card(request, pk, "practitioner.review")
    alike = list(duplicates_of(card, request.user))
    others = Practitioner.objects.kept_by(request.user).filter(coordination=card.coordination)
    form = _merge_form(request, others.exclude(pk=pk))
    if form.is_bound and form.is_valid() and _merged(request, form, card, desk.merge_cards):
        return redirect("network:person", pk=pk)
    context = {"card": card, "alike": alike, "form": form}
    status = 422 if form.errors else 200
    return render(request, "network/merge_person.html", context, status=status)


@require_safe
def venue_list(request):
    require(request.user, "venue.desk")
    form = DeskVenuesForm(request.GET, auto_id="v-%s")
    asked = form.asked()
    page = Paginator(desk_venues(request.user, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(asked)}
    return render(request, "network/desk_venues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_add(request):
    """A new venue of one's own region."""
    require(request.user, "venue.desk")
    form = VenueForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _venue_page(request, form)
    at = timezone.now()
    coordination = desks_of(request.user).first()
    venue = venues.create_venue(coordination, form.facts(), by=request.user, at=at, verified_at=at)
    messages.success(request, f"{venue.name} est dans l’annuaire.")
    return redirect("network:venue", pk=venue.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request, pk):
    venue = _venue(request, pk)
    form = VenueForm(request.POST if request.method == "POST" else None, instance=venue)
    if not form.is_bound or not form.is_valid():
        shown = Venue.objects.select_related("commune").get(pk=pk)
        return _venue_page(request, form, venue=shown)
    venues.amend_venue(venue, form.facts(), by=request.user, at=timezone.now())
    messages.success(request, "La fiche de la salle est corrigée.")
    return redirect("network:venue", pk=pk)


@require_POST
def venue_move(request, pk, verb):
    """Verify, close, open again: one button each."""
    venue = _venue(request, pk)
    act, said = VENUE_VERBS[verb]
    try:
        act(venue, by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("network:venue", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_merge(request, pk):
    venue = _venue(request, pk)
    twins = twins_of(venue)
    form = _merge_form(request, twins)
    if form.is_bound and form.is_valid() and _merged(request, form, venue, venues.merge_venues):
        return redirect("network:venue", pk=pk)
    context = {"venue": venue, "twins": list(twins), "form": form}
    status = 422 if form.errors else 200
    return render(request, "network/merge_venue.html", context, status=status)


def _merge_form(request, others):
    return MergeForm(request.POST if request.method == "POST" else None, others=others)


def _merged(request, form, kept, merge):
    """Merge; False when it was refused, the reason standing beside the choice."""
    try:
        merge(kept, form.cleaned_data["doubled"], by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error("doubled", " ".join(refused.reasons))
        return False
    messages.success(request, "Les deux fiches n’en font plus qu’une.")
    return True


def _card(request, pk, code):
    cards = Practitioner.objects.kept_by(request.user).select_related("coordination")
    card = get_object_or_404(cards, pk=pk)
    require(request.user, code, card)
    return card


def _venue(request, pk):
    rows = Venue.objects.kept_by(request.user).select_related("commune", "coordination")
    venue = get_object_or_404(rows, pk=pk)
    require(request.user, "venue.edit", venue)
    return venue


def _venue_page(request, form, *, venue=None):
    status = 422 if form.errors else 200
    context = {"form": form, "venue": venue}
    return render(request, "network/venue_form.html", context, status=status)
