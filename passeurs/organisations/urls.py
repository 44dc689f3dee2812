"""Structures, their members, and the desk's view of them."""

from django.urls import path

from passeurs.organisations.views import (
    desk,
    invitations,
    joining,
    look,
    members,
    structures,
    teams,
    wearing,
)

app_name = "organisations"
urlpatterns = [
    path("structures/", structures.index, name="index"),
    path("structures/nouvelle/", structures.create, name="create"),
    path("structures/rejoindre/", joining.join, name="join"),
    path("structures/demandes/<int:pk>/retrait/", joining.withdraw, name="join_withdraw"),
    path("structures/invitations/<uuid:pk>/", invitations.invited, name="invited"),
    path("structures/invitations/<str:token>/", invitations.link, name="invitation"),
    path("structures/<uuid:pk>/", structures.card, name="card"),
    path("structures/<uuid:pk>/membres/", members.members, name="members"),
    path("structures/<uuid:pk>/membres/<int:member>/role/", members.role, name="member_role"),
    path(
        "structures/<uuid:pk>/membres/<int:member>/retrait/",
        members.remove,
        name="member_remove",
    ),
    path("structures/<uuid:pk>/partir/", members.leave, name="leave"),
    path(
        "structures/<uuid:pk>/invitations/<uuid:invitation>/renvoi/",
        invitations.renew,
        name="invitation_renew",
    ),
    path(
        "structures/<uuid:pk>/invitations/<uuid:invitation>/annulation/",
        invitations.cancel,
        name="invitation_cancel",
    ),
    path("structures/<uuid:pk>/demandes/<int:asking>/", joining.answer, name="join_answer"),
    path("equipe/invitations/<uuid:pk>/", teams.invited, name="team_invited"),
    path("equipe/invitations/<str:token>/", teams.link, name="team_link"),
    path("bureau/equipe/", teams.index, name="teams"),
    path("bureau/equipe/membres/<int:pk>/role/", teams.role, name="team_role"),
    path("bureau/equipe/membres/<int:pk>/retrait/", teams.remove, name="team_remove"),
    path("bureau/equipe/invitations/<uuid:pk>/renvoi/", teams.renew, name="team_renew"),
    path("bureau/equipe/invitations/<uuid:pk>/annulation/", teams.cancel, name="team_cancel"),
    path("bureau/equipe/<slug:slug>/", teams.team, name="team"),
    path("bureau/equipe/<slug:slug>/inviter/", teams.invite, name="team_invite"),
    path("couleurs/<slug:slug>.css", wearing.sheet, name="sheet"),
    path("logos/<slug:slug>.png", wearing.logo, name="logo"),
    path("bureau/coordination/", look.index, name="looks"),
    path("bureau/coordination/<slug:slug>/", look.identity, name="look"),
    path("bureau/coordination/<slug:slug>/contraste/", look.contrast, name="look_contrast"),
    path("bureau/coordination/<slug:slug>/logo/retrait/", look.remove_logo, name="logo_remove"),
    path("bureau/coordinations/", teams.coordinations, name="coordinations"),
    path("bureau/coordinations/nouvelle/", teams.create, name="coordination_create"),
    path("bureau/coordinations/inviter/", teams.invite_national, name="national_invite"),
    path("bureau/structures/", desk.index, name="desk"),
    path("bureau/structures/<uuid:pk>/attribution/", desk.give, name="give"),
    path("bureau/structures/<uuid:pk>/siret/", desk.siret, name="verify_siret"),
]
