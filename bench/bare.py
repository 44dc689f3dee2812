"""A bare Django view that sends the bytes it is given: the yardstick."""

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

BODY = {"": b""}


def same_bytes(_request):
    return HttpResponse(BODY[""])


urlpatterns = [path("", same_bytes)]


def handler(body: bytes) -> WSGIHandler:
    """Return a handler without any middleware, whose only page is `body`."""
    BODY[""] = body
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()
