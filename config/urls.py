"""Every door of the platform; each is also a line of the permission table."""

from django.conf import settings
from django.urls import include, path

from passeurs.core import health

APPS = [
    "accounts",
    "organisations",
    "identities",
    "notifications",
    "documents",
    "territories",
    "calls",
    "films",
    "contacts",
    "network",
    "dossiers",
    "instruction",
    "committee",
    "events",
    "desk",
    "editions",
    "core",
    "pages",
    *(["demonstration"] if settings.DEMONSTRATION else []),
]

urlpatterns = [
    path("sante/", health.ready, name="health"),
    path("sante/vivant/", health.live, name="health-live"),
    # Each application says its whole addresses: a prefix here would hide half of them.
    *(path("", include(f"passeurs.{app}.urls")) for app in APPS),
]

handler400 = "passeurs.core.errors.bad_request"
handler403 = "passeurs.core.errors.permission_denied"
handler404 = "passeurs.core.errors.not_found"
handler500 = "passeurs.core.errors.server_error"
