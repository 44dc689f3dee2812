from django.urls import path

from .enums import SectionCode
from .views import entry, sections

app_name = "dossiers"


def _section(slug, code):
    return path(f"dossiers/<uuid:dossier_id>/{slug}/", sections.section, {"code": code}, name=slug)


urlpatterns = [
    path("dossiers/", entry.index, name="index"),
    path("appels/<slug:slug>/dossier/", entry.start, name="start"),
    _section("structure", SectionCode.STRUCTURE),
    _section("projet", SectionCode.PROJECT),
    _section("publics", SectionCode.AUDIENCE),
    _section("engagements", SectionCode.COMMITMENTS),
    path("dossiers/<uuid:dossier_id>/regles/<slug:code>/", sections.panel_fragment, name="panel"),
]
