"""Structures, their members, and the desk's view of them."""

from django.urls import path

from passeurs.organisations.views import desk, members, structures

app_name = "organisations"
urlpatterns = [
    path("structures/", structures.index, name="index"),
    path("structures/nouvelle/", structures.create, name="create"),
    path("structures/rejoindre/", structures.join, name="join"),
    path("structures/<uuid:pk>/", structures.card, name="card"),
    path("structures/<uuid:pk>/membres/", members.members, name="members"),
    path("structures/<uuid:pk>/membres/<int:member>/role/", members.role, name="member_role"),
    path(
        "structures/<uuid:pk>/membres/<int:member>/retrait/",
        members.remove,
        name="member_remove",
    ),
    path("bureau/structures/", desk.index, name="desk"),
    path("bureau/structures/<uuid:pk>/siret/", desk.siret, name="verify_siret"),
]
