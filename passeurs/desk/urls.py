from django.urls import path, re_path

from .views import contacts, home

app_name = "desk"

urlpatterns = [
    path("bureau/", home.home, name="home"),
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
