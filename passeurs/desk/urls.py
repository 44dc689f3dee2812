from django.urls import path, re_path

from .views import contacts, dossiers, home

app_name = "desk"

urlpatterns = [
    path("bureau/", home.home, name="home"),
    path("bureau/dossiers/", dossiers.index, name="dossiers"),
    path("bureau/dossiers/<uuid:pk>/", dossiers.detail, name="dossier"),
    path("bureau/dossiers/<uuid:pk>/trancher/", dossiers.rule, name="dossier_rule"),
    path("bureau/dossiers/<uuid:pk>/revenir/", dossiers.take_back_ruling, name="dossier_take_back"),
    path("bureau/contacts/", contacts.index, name="contacts"),
    path("bureau/contacts/noter/", contacts.record, name="contact_record"),
    path("bureau/contacts/<int:pk>/", contacts.detail, name="contact"),
    path("bureau/contacts/<int:pk>/rattacher/", contacts.tie, name="contact_tie"),
    path("bureau/contacts/<int:pk>/notes/", contacts.amend, name="contact_amend"),
    re_path(
        r"^bureau/contacts/(?P<pk>\d{1,9})/(?P<name>repondu|clore|rouvrir)/$",
        contacts.move,
        name="contact_move",
    ),
]
