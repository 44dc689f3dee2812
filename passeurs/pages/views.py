"""The front of the house, and the pages that say how it is kept."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.pages.welcome import welcome


@login_not_required
@require_safe
def home(request):
    # The page of every region: it speaks of one edition, and wears nobody's colours.
    context = welcome(at=timezone.now()) | {"coordination": None}
    return render(request, "pages/home.html", context)


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def personal_data(request):
    return render(request, "pages/data.html")


@login_not_required
@require_safe
def legal(request):
    return render(request, "pages/legal.html", {"demonstration": settings.DEMONSTRATION})
