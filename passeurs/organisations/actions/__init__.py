from .invitations import (
    accept_invitation,
    cancel_invitation,
    decline_invitation,
    give_structure,
    invite_again,
    invite_member,
)
from .joining import accept_request, ask_to_join, decline_request, withdraw_request
from .members import change_role, leave_structure, remove_member
from .structures import (
    correct_structure,
    make_known,
    open_card,
    register_structure,
    verify_siret,
)

__all__ = [
    "accept_invitation",
    "accept_request",
    "ask_to_join",
    "cancel_invitation",
    "change_role",
    "correct_structure",
    "decline_invitation",
    "decline_request",
    "give_structure",
    "invite_again",
    "invite_member",
    "leave_structure",
    "make_known",
    "open_card",
    "register_structure",
    "remove_member",
    "verify_siret",
    "withdraw_request",
]
