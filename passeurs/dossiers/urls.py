from django.urls import path

from .enums import SectionCode
from .views import budget, choosing, documents, entry, filing, rows, sections, selftest

app_name = "dossiers"
ONE = "dossiers/<uuid:dossier_id>/"


def _section(slug, code):
    return path(f"{ONE}{slug}/", sections.section, {"code": code}, name=slug)


def _verb(verb):
    return path(f"{ONE}{verb}/", filing.change, {"verb": verb}, name=verb)


urlpatterns = [
    path("dossiers/", entry.index, name="index"),
    path("appels/<slug:slug>/dossier/", entry.start, name="start"),
    path("appels/<slug:slug>/eligibilite/", selftest.questions, name="selftest"),
    path("appels/<slug:slug>/eligibilite/<str:token>/", selftest.result, name="selftest_result"),
    _section("structure", SectionCode.STRUCTURE),
    _section("projet", SectionCode.PROJECT),
    _section("publics", SectionCode.AUDIENCE),
    _section("engagements", SectionCode.COMMITMENTS),
    path(f"{ONE}partenaires/", rows.page, {"code": SectionCode.PARTNERS}, name="partenaires"),
    path(f"{ONE}actions/", rows.page, {"code": SectionCode.ACTIONS}, name="actions"),
    path(f"{ONE}budget/", budget.page, name="budget"),
    path(f"{ONE}budget/chiffres/", budget.figures, name="figures"),
    path(f"{ONE}pieces/", documents.page, name="pieces"),
    path(f"{ONE}pieces/joindre/", documents.upload, name="upload"),
    path(f"{ONE}pieces/<int:pk>/", documents.download, name="file"),
    path(f"{ONE}pieces/<int:pk>/retirer/", documents.remove, name="file_remove"),
    path(f"{ONE}lignes/<slug:family>/", rows.add, name="row_add"),
    path(f"{ONE}lignes/<slug:family>/<int:pk>/", rows.row, name="row"),
    path(f"{ONE}lignes/<slug:family>/<int:pk>/<slug:verb>/", rows.change, name="row_change"),
    path(f"{ONE}textes/<int:pk>/", choosing.settle, name="settle"),
    path(f"{ONE}relecture/", filing.review, name="review"),
    path(f"{ONE}deposer/", filing.submit, name="submit"),
    path(f"{ONE}recepisse/<int:number>/", filing.receipt, name="receipt"),
    path(f"{ONE}recepisse/<int:number>/pdf/", filing.receipt_file, name="receipt_file"),
    path(f"{ONE}imprimer/", filing.print_file, name="print"),
    *(_verb(verb) for verb in filing.VERBS),
    path(f"{ONE}regles/<slug:code>/", sections.panel_fragment, name="panel"),
]
