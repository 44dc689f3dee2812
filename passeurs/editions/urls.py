from django.urls import path

from .views import calendar, changes, opening, overview, parts, preview

app_name = "editions"
ONE = "bureau/editions/<slug:slug>/"

urlpatterns = [
    path("bureau/editions/", overview.index, name="index"),
    path("bureau/editions/nouvelle/", overview.new, name="new"),
    path(ONE, overview.detail, name="detail"),
    path(f"{ONE}parties/<slug:code>/", parts.edit, name="part"),
    path(f"{ONE}deplacer/", calendar.shift, name="shift"),
    path(f"{ONE}listes/<slug:code>/", parts.rows, name="rows"),
    path(f"{ONE}listes/<slug:code>/ajouter/", parts.row, name="row_add"),
    path(f"{ONE}listes/<slug:code>/<str:row>/", parts.row, name="row"),
    path(f"{ONE}listes/<slug:code>/<str:row>/<slug:name>/", parts.move, name="row_move"),
    path(f"{ONE}apercu/", preview.show, name="preview"),
    path(f"{ONE}apercu/formulaire/", preview.form, name="preview_form"),
    path(f"{ONE}ouvrir/", opening.publish, name="open"),
    path(f"{ONE}prolonger/", opening.extend, name="extend"),
    path(f"{ONE}clore/", opening.close, name="close"),
    path(f"{ONE}archiver/", opening.archive, name="archive"),
    path(f"{ONE}modifications/<uuid:pk>/", changes.show, name="change"),
    path(f"{ONE}modifications/<uuid:pk>/renoncer/", changes.drop, name="change_drop"),
]
