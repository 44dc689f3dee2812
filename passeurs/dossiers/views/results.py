"""The results of an edition, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from passeurs.calls.models import Edition

from ..queries.results import results_of


@login_not_required
@require_safe
def index(request, slug):
    """The projects supported, where the edition publishes them."""
    editions = Edition.objects.visible_to(request.user).with_coordination()
    edition = get_object_or_404(editions, slug=slug)
    if not edition.publishes_results:
        raise Http404
    results = results_of(edition)
    context = {
        "edition": edition,
        "results": results,
        "total": sum(one.amount for one in results) if edition.publishes_amounts else None,
    }
    return render(request, "dossiers/results.html", context)
