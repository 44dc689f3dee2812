from django.urls import path, re_path

from .views import cards, desk, importing, own, people, registering, venues

app_name = "network"

urlpatterns = [
    path("intervenants/", people.index, name="people"),
    path("intervenants/s-inscrire/", registering.register, name="register"),
    path("intervenants/mon-lien/", registering.ask_link, name="ask_link"),
    path("intervenants/message-parti/", registering.sent, name="sent"),
    path("intervenants/lien/<str:token>/", own.link, name="link"),
    path("intervenants/lien/<str:token>/<slug:verb>/", own.link_act, name="link_act"),
    path("intervenants/ma-fiche/", own.mine, name="mine"),
    path("intervenants/ma-fiche/<int:pk>/", own.own, name="own"),
    path("intervenants/ma-fiche/<int:pk>/<slug:verb>/", own.own_act, name="own_act"),
    path("intervenants/ajouter/", cards.add, name="person_add"),
    path("intervenants/<int:pk>/", people.detail, name="person"),
    path("intervenants/<int:pk>/cv/", people.cv, name="person_cv"),
    path("intervenants/<int:pk>/corriger/", cards.edit, name="person_edit"),
    path("intervenants/<int:pk>/inviter/", cards.invite, name="person_invite"),
    path("intervenants/<int:pk>/joindre-cv/", cards.attach_cv, name="person_cv_attach"),
    path("intervenants/<int:pk>/retirer-cv/", cards.remove_cv, name="person_cv_remove"),
    path("salles/", venues.index, name="venues"),
    path("salles/<int:pk>/", venues.detail, name="venue"),
    path("bureau/intervenants/", desk.people, name="desk_people"),
    path("bureau/intervenants/<int:pk>/reunir/", desk.merge_person, name="person_merge"),
    re_path(
        r"^bureau/intervenants/(?P<pk>\d{1,18})/(?P<verb>verifier|ecarter)/$",
        desk.review,
        name="person_review",
    ),
    path("bureau/salles/", desk.venue_list, name="desk_venues"),
    path("bureau/salles/ajouter/", desk.venue_add, name="venue_add"),
    path("bureau/salles/importer/", importing.page, name="venue_import"),
    path("bureau/salles/importer/confirmer/", importing.confirm, name="venue_import_confirm"),
    path("bureau/salles/importer/oublier/", importing.give_up, name="venue_import_give_up"),
    path("bureau/salles/modele/<slug:code>/", importing.model, name="venue_model"),
    path("bureau/salles/<int:pk>/", desk.venue_edit, name="venue_edit"),
    path("bureau/salles/<int:pk>/reunir/", desk.venue_merge, name="venue_merge"),
    re_path(
        r"^bureau/salles/(?P<pk>\d{1,18})/(?P<verb>verifier|fermer|rouvrir)/$",
        desk.venue_move,
        name="venue_move",
    ),
]
