from django.urls import path

from .views import admission, online, sheets

app_name = "instruction"
ONE = "bureau/dossiers/<uuid:pk>/"

urlpatterns = [
    path(f"{ONE}recevabilite/", admission.page, name="admission"),
    path(f"{ONE}recevabilite/pieces/<slug:slot>/", admission.piece, name="piece"),
    path(f"{ONE}recevabilite/bilan/", admission.report, name="report"),
    path(f"{ONE}recevabilite/recevable/", admission.accept, name="admit"),
    path(f"{ONE}recevabilite/irrecevable/", admission.decline, name="refuse"),
    path(f"{ONE}recevabilite/revenir/", admission.come_back, name="reopen"),
    path(f"{ONE}fiche/", sheets.page, name="sheet"),
    path(f"{ONE}fiche/histoire/", sheets.history, name="sheet_history"),
    path(f"{ONE}fiche/textes/<int:aside>/", sheets.settle, name="sheet_settle"),
    path(f"{ONE}fiche/<slug:verb>/", sheets.change, name="sheet_change"),
    path(f"{ONE}formulaire-drac/", online.page, name="online"),
    path(f"{ONE}formulaire-drac/suivi/", online.keep, name="online_keep"),
    path(f"{ONE}formulaire-drac/fichier.<slug:kind>", online.file, name="online_file"),
    path("bureau/avis/", sheets.opinions, name="opinions"),
]
