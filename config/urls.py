"""Every door of the platform; each is also a line of the permission table."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from passeurs.core import health

APPS = [
    "accounts",
    "organisations",
    "territories",
    "calls",
    "films",
    "contacts",
    "documents",
    "dossiers",
    "desk",
    "core",
    "pages",
    *(["demonstration"] if settings.DEMONSTRATION else []),
]

urlpatterns = [
    path("sante/", health.ready, name="health"),
    path("sante/vivant/", health.live, name="health-live"),
    *(path("", include(module)) for app in APPS if find_spec(module := f"passeurs.{app}.urls")),
]

handler400 = "passeurs.core.errors.bad_request"
handler403 = "passeurs.core.errors.permission_denied"
handler404 = "passeurs.core.errors.not_found"
handler500 = "passeurs.core.errors.server_error"
