"""The living page: each component in its states, for those who write screens and those who test."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.core import samples


@login_not_required
@require_safe
def living_page(request):
    return render(request, "core/components.html", samples.everything(at=timezone.now()))
