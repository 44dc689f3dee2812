"""What a supervisor asks: does the process answer, and does its database?"""

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


@never_cache
@login_not_required
@require_safe
def live(_request):
    """Answer 200 as long as the process runs; touches nothing else."""
    return JsonResponse({"service": "ok"})


@never_cache
@login_not_required
@require_safe
def ready(_request):
    """Answer 200 when the database answers, 503 otherwise.

    The parts of the settings' `HEALTH` are told and stop nothing: without them one still files.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("la base ne répond pas")
        return JsonResponse({"service": "ok", "base": "muette"}, status=503)
    parts = {name: import_string(path)() for name, path in settings.HEALTH.items()}
    return JsonResponse({"service": "ok", "base": "ok", **parts})
