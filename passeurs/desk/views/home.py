"""Where the desk opens: what waits."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from passeurs.contacts.queries import desk_counts, to_answer
from passeurs.core.access import can, require

from ..queries import editions_of


@require_safe
def home(request):
    require(request.user, "desk.read")
    context = {
        "reads_contacts": can(request.user, "contact.read"),
        "counts": desk_counts(request.user),
        "waiting": to_answer(request.user),
        "editions": editions_of(request.user),
    }
    return render(request, "desk/home.html", context)
