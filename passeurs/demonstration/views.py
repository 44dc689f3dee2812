"""Entering as somebody of the demonstration, and reading the e-mails that left."""

from io import BytesIO

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passeurs.accounts.models import User
from passeurs.core.access import require
from passeurs.core.navigation import address
from passeurs.demonstration.mails import mail_named, sent_mails
from passeurs.demonstration.people import ROLES, load_people, role_named
from passeurs.identities.entrance import strengthen


@login_not_required
@require_safe
def index(request):
    _only_in_demonstration(request)
    return render(request, "demonstration/index.html", {"roles": ROLES})


@login_not_required
@require_POST
def enter(request, key):
    """Sign in as this role, without a code nor a second factor: the point of a demonstration."""
    _only_in_demonstration(request)
    role = role_named(key)
    if role is None:
        raise Http404
    user = User.objects.with_email(role.email) or load_people()[key]
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    strengthen(request)
    return redirect(address(role.landing) or "/")


@login_not_required
@never_cache
@require_safe
def mails(request):
    _only_in_demonstration(request)
    return render(request, "demonstration/mails.html", {"mails": sent_mails()})


@login_not_required
@never_cache
@require_safe
def mail(request, name):
    return render(request, "demonstration/mail.html", {"mail": _mail_or_404(request, name)})


@login_not_required
@never_cache
@require_safe
def mail_source(request, name):
    """The whole message, as a mail reader opens it: its layout is seen there."""
    found = _mail_or_404(request, name)
    return _saved(found.source, f"{found.name}.eml")


@login_not_required
@never_cache
@require_safe
def mail_attached(request, name, rank):
    """One of the files the message carries, counted from 1."""
    attached = _mail_or_404(request, name).attached
    if not 1 <= rank <= len(attached):
        raise Http404
    file = attached[rank - 1]
    return _saved(file.content, file.name)


def _mail_or_404(request, name):
    _only_in_demonstration(request)
    found = mail_named(name)
    if found is None:
        raise Http404
    return found


def _saved(content, filename):
    """Bytes of any kind, to be saved and never shown inside a page of ours."""
    kind = "application/octet-stream"
    return FileResponse(BytesIO(content), as_attachment=True, filename=filename, content_type=kind)


def _only_in_demonstration(request):
    if not settings.DEMONSTRATION:
        raise Http404
    require(request.user, "demo")
