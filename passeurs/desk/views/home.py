"""Where the desk opens: what is to be done today."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.core.access import can, require
from passeurs.organisations.views.invitations import waiting

from ..queries import editions_of
from ..queries.today import dates_ahead, tasks_of


@require_safe
def home(request):
    """What waits for the coordination; the way to the dossiers for those who only read."""
    require(request.user, "desk.read")
    at = timezone.now()
    accompanies = can(request.user, "contact.read")
    context = {
        **waiting(request),
        "accompanies": accompanies,
        "reads_opinions": can(request.user, "opinion.read"),
        "editions": editions_of(request.user).defer("document_cache"),
    }
    if accompanies:
        tasks = tasks_of(request.user, at=at)
        context |= {"tasks": tasks, "dates": dates_ahead(request.user, at=at)}
        context["waiting"] = sum(task.count for task in tasks)
    return render(request, "desk/home.html", context)
