"""The communes, for the pickers."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from passeurs.territories.queries import search_communes

DAY_S = 86_400
POSTCODES_SHOWN = 3


@login_not_required
@require_safe
def communes(request):
    """At most a dozen communes for what is typed: `[{value, label, hint}]`."""
    found = search_communes(request.GET.get("q", ""))
    response = JsonResponse([_choice(commune) for commune in found], safe=False)
    patch_cache_control(response, public=True, max_age=DAY_S)
    return response


def _choice(commune):
    shown = ", ".join(commune.postcodes[:POSTCODES_SHOWN])
    more = "…" if len(commune.postcodes) > POSTCODES_SHOWN else ""
    return {"value": commune.insee, "label": str(commune), "hint": shown + more}
