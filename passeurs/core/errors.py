"""The pages of errors: what happened, and what to do now."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def bad_request(request, exception=None):
    return render(request, "core/errors/400.html", status=400)


@login_not_required
def permission_denied(request, exception=None):
    """Say 403; a text given to PermissionDenied is shown as the reason."""
    reason = str(exception or "")
    return render(request, "core/errors/403.html", {"reason": reason}, status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "core/errors/404.html", status=404)


@login_not_required
def csrf_failure(request, reason=""):
    """Say that the page had grown stale, and how not to lose what was typed."""
    return render(request, "core/errors/csrf.html", status=403)


@login_not_required
def server_error(request):
    """Say 500 without the request's context: nothing that may have failed is asked again."""
    context = {"request_id": getattr(request, "id", "")}
    return HttpResponseServerError(render_to_string("core/errors/500.html", context))
