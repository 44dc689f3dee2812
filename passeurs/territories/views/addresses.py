"""Addresses, for the field where an action takes place."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from passeurs.core.access import require
from passeurs.territories.addresses import AWAY, search_addresses


@require_safe
def addresses(request):
    """At most six addresses for what is typed; none and a sentence when the service is away."""
    require(request.user, "address.search")
    found = search_addresses(request.GET.get("q", ""))
    if found is None:
        return JsonResponse({"message": AWAY, "results": []})
    return JsonResponse({"results": [_choice(address) for address in found]})


def _choice(address):
    return {
        "value": address.label,
        "label": address.label,
        "hint": address.hint,
        "fills": {
            "street": address.street,
            "commune": str(address.commune),
            "lat": address.lat,
            "lon": address.lon,
            "place_proof": address.proof,
        },
    }
