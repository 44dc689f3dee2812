"""The pages of errors: what happened, and what to do now."""

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)

LAST_RESORT = (
    "<!doctype html><html lang=fr><meta charset=utf-8><title>Une panne de notre côté</title>"
    "<h1>Une panne de notre côté</h1><p>Ce qui était enregistré l’est toujours. "
    "Attendez une minute et recommencez.</p></html>"
)


def _page(name, status, context=None, request=None):
    text = render_to_string(f"core/errors/{name}.html", context or {}, request=request)
    return HttpResponse(text, status=status)


@login_not_required
def bad_request(request, exception=None):
    """Say 400 without the request's context: it may be what was not understood."""
    return _page("400", 400)


@login_not_required
def permission_denied(request, exception=None):
    """Say 403; a text given to PermissionDenied is shown as the reason."""
    return _page("403", 403, {"reason": str(exception or "")}, request)


@login_not_required
def not_found(request, exception=None):
    return _page("404", 404, request=request)


@login_not_required
def csrf_failure(request, reason=""):
    """Say that the page had grown stale, and how not to lose what was typed."""
    return _page("csrf", 403, request=request)


@login_not_required
def server_error(request):
    """Say 500 without the request's context: nothing that may have failed is asked again."""
    try:
        return _page("500", 500, {"request_id": getattr(request, "id", "")})
    except Exception:
        log.exception("la page de panne est en panne")
        return HttpResponse(LAST_RESORT, status=500)
