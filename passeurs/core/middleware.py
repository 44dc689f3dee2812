"""Around every answer: its number, its line in the log, its strict headers."""

import re
import time
import uuid

import structlog
from django.core.exceptions import BadRequest

log = structlog.get_logger("passeurs.request")

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
STRICT_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(self), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class RequestLog:
    """Give the request a number, said in `X-Request-ID`, and write one line when it is answered.

    The line tells the route, never the path nor the query string: both may name a person.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = self._number(request)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = self.get_response(request)
            self._write(request, response, time.perf_counter() - started)
        response.headers["X-Request-ID"] = request.id
        return response

    def _number(self, request):
        """Take over a proxy's number where it is well formed."""
        given = request.headers.get("X-Request-ID", "")
        return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex

    def _write(self, request, response, seconds):
        match = request.resolver_match
        if match is None and response.status_code < 400:  # noqa: PLR2004 - a static file
            return
        log.info(
            "réponse",
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )


class RefuseNullSigns:
    """Answer 400 to a null sign in the address or in a cookie: no page of ours ever writes one.

    PostgreSQL keeps none and fails on a question that holds one; a posted one is refused beside
    its field, as forms do.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_address = "%00" in request.META.get("QUERY_STRING", "")
        if in_address or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("null sign")
        return self.get_response(request)


class StrictHeaders:
    """Set the headers that no answer goes without, error pages and static files included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in STRICT_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.resolver_match and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response
