"""Where the desk opens: what waits."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from passeurs.contacts.queries import desk_counts, to_answer
from passeurs.core.access import require
from passeurs.core.navigation import address

from ..queries import editions_of


@require_safe
def home(request):
    require(request.user, "desk.read")
    context = {
        "counts": desk_counts(request.user),
        "waiting": to_answer(request.user),
        "editions": editions_of(request.user),
        "dossiers_url": address("desk:dossiers"),
    }
    return render(request, "desk/home.html", context)
