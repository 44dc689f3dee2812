"""The public contact form and the page that thanks."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from passeurs.calls.models import Edition
from passeurs.core.typography import NBSP
from passeurs.organisations.models import Structure

from . import throttle
from .actions import write_contact
from .forms import ContactForm
from .models import Contact

SUMMARY_KEY = "selftest_summary"
WRITTEN_KEY = "contact_written"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    """Write to the coordination of the edition; no account is needed."""
    edition = _edition(request, slug)
    summary = str(request.session.get(SUMMARY_KEY, ""))[:4000]
    form = _form(request, summary)
    if request.method != "POST":
        return _page(request, edition, form, summary)
    if not form.is_valid():
        return _page(request, edition, form, summary, status=422)
    if throttle.is_over(request):
        form.add_error(None, _too_often(edition.coordination))
        return _page(request, edition, form, summary, status=429)
    request.session[WRITTEN_KEY] = _keep(request, edition, form, summary).pk
    return redirect("contacts:thanks", slug=slug)


@login_not_required
@require_safe
def thanks(request, slug):
    """What was recorded and what comes next; only for the one who has just written."""
    edition = _edition(request, slug)
    contact = Contact.objects.filter(pk=request.session.get(WRITTEN_KEY), edition=edition).first()
    if contact is None:
        return redirect("contacts:write", slug=slug)
    context = {"edition": edition, "coordination": edition.coordination, "contact": contact}
    return render(request, "contacts/thanks.html", context)


def _form(request, summary):
    structures = Structure.objects.of_member(request.user).select_related("commune")
    data = request.POST if request.method == "POST" else None
    return ContactForm(
        data, structures=structures, has_selftest=bool(summary), initial=_known(request.user)
    )


def _known(user):
    """What a signed-in person need not type again."""
    if not user.is_authenticated:
        return {}
    name = user.get_full_name() if user.has_name else ""
    return {"person_name": name, "email": user.email, "phone": user.phone}


def _keep(request, edition, form, summary):
    by = request.user if request.user.is_authenticated else None
    joined = summary if form.cleaned_data.get("with_selftest") else ""
    contact = write_contact(
        edition, form.facts(), by=by, at=timezone.now(), selftest_summary=joined
    )
    throttle.count(request)
    return contact


def _page(request, edition, form, summary, status=200):
    context = {"edition": edition, "coordination": edition.coordination, "form": form}
    moment = edition.milestone("contact_before")
    late = bool(moment and moment.is_past(at=timezone.now()))
    context |= {"summary": summary, "before": moment, "is_late": late}
    return render(request, "contacts/write.html", context, status=status)


def _too_often(coordination):
    by_phone = f", ou appelez le {coordination.phone}" if coordination.phone else ""
    return (
        f"Vous avez déjà écrit plusieurs fois en une heure{NBSP}: vos messages sont bien arrivés. "
        f"Attendez un peu avant d’en envoyer un autre{by_phone}."
    )


def _edition(request, slug):
    editions = Edition.objects.visible_to(request.user).with_coordination()
    return get_object_or_404(editions, slug=slug)
