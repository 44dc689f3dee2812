"""What a person chooses to receive, what was sent to them, and the link that stops."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require

from .actions.choosing import choose, resume, stop
from .actions.keeping import confirm_address
from .enums import Family
from .forms import ChoicesForm
from .links import message_of
from .queries import choices_of, dead_address, is_stopped, received_by
from .wire import STOPS

PER_PAGE = 50
ALWAYS = (
    Family.REMINDERS,
    Family.REQUESTS,
    Family.MESSAGES,
    Family.PARTNERS,
    Family.NEWS,
)


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    """One rhythm a family; what cannot be refused is said beside."""
    require(request.user, "account")
    families, email = _families(request.user), request.user.email
    form = ChoicesForm(request.POST or None, families=families, initial=choices_of(email))
    if request.method == "POST" and form.is_valid():
        choose(email, form.cleaned_data, zone=settings.TIME_ZONE, at=timezone.now())
        messages.success(request, "Vos choix sont gardés.")
        return redirect("notifications:choices")
    status = 422 if form.is_bound else 200
    context = {"form": form, "dead": dead_address(email)}
    return render(request, "notifications/choices.html", context, status=status)


@require_safe
def received(request):
    """What was sent to the person's own address, and whether it left."""
    require(request.user, "account")
    page = Paginator(received_by(request.user.email), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/received.html", {"page": page})


@require_POST
def confirm(request):
    """The person says that their address receives again."""
    require(request.user, "account")
    if confirm_address(request.user.email):
        messages.success(request, "C’est noté\u00a0: les envois à votre adresse reprennent.")
    return redirect("notifications:choices")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_family(request, token):
    """Without signing in: reading the page changes nothing, a mail scanner follows links too.

    The signature is the right to act, hence no other proof; RFC 8058 posts here without a page.
    """
    message = message_of(token)
    if message is None:
        raise Http404
    if request.method == "POST" and request.POST.get("geste") == "reprendre":
        resume(message, zone=settings.TIME_ZONE, at=timezone.now())
    elif request.method == "POST":
        stop(message, at=timezone.now())
    context = {
        "label": STOPS[message.family].removeprefix("Ne plus recevoir "),
        "is_stopped": is_stopped(message),
        "has_acted": request.method == "POST",
    }
    return render(request, "notifications/stop.html", context)


def _families(user):
    """Those that concern the person: the desk's for its teams, a partner's for who was asked."""
    families = list(ALWAYS)
    if received_by(user.email).filter(family=Family.ASKED).exists():
        families.append(Family.ASKED)
    if can(user, "desk.read"):
        families.append(Family.DESK)
    return families
