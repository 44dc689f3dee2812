from .coordination import Coordination, TeamMember
from .invitation import Invitation, InvitationQuerySet, JoinRequest, StructureInvitation
from .structure import Membership, Structure
from .teams import TeamInvitation

__all__ = [
    "Coordination",
    "Invitation",
    "InvitationQuerySet",
    "JoinRequest",
    "Membership",
    "Structure",
    "StructureInvitation",
    "TeamInvitation",
    "TeamMember",
]
