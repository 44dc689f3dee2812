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
    "organisations:desk": "desk.read",
    "organisations:verify_siret": "structure.verify",
}

NAVIGATION = [Entry("organisations:index", "Mes structures", "structure.own", 30)]
