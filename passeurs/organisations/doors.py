"""The doors of structures, for the permission table and the menu."""

from passeurs.core.navigation import Entry

DOORS = {
    "organisations:index": "structure.list",
    "organisations:create": "structure.create",
    "organisations:join": "structure.join",
    "organisations:card": "structure.read",
    "organisations:members": "structure.read",
    "organisations:member_role": "structure.members",
    "organisations:member_remove": "structure.members",
    "organisations:leave": "structure.leave",
    "organisations:invited": "invitation.answer",
    "organisations:invitation": "invitation.answer",
    "organisations:invitation_renew": "structure.members",
    "organisations:invitation_cancel": "structure.members",
    "organisations:join_answer": "structure.members",
    "organisations:join_withdraw": "structure.join",
    "organisations:desk": "desk.read",
    "organisations:give": "structure.give",
    "organisations:team_invited": "invitation.answer",
    "organisations:team_link": "invitation.answer",
    "organisations:teams": "team.list",
    "organisations:team": "team.keep",
    "organisations:team_invite": "team.keep",
    "organisations:team_role": "team.keep",
    "organisations:team_remove": "team.keep",
    "organisations:team_renew": "team.keep",
    "organisations:team_cancel": "team.keep",
    "organisations:sheet": "public",
    "organisations:logo": "public",
    "organisations:looks": "look.find",
    "organisations:look": "look.keep",
    "organisations:look_contrast": "look.keep",
    "organisations:logo_remove": "look.keep",
    "organisations:coordinations": "coordination.create",
    "organisations:coordination_create": "coordination.create",
    "organisations:national_invite": "coordination.create",
    "organisations:verify_siret": "structure.verify",
}

NAVIGATION = [
    Entry("organisations:index", "Mes structures", "structure.own", 30),
    Entry("organisations:coordinations", "Coordinations", "coordination.create", 72),
]
