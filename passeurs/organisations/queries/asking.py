"""Who was invited into a structure, who asks to join it, and what waits for a person."""

from ..models import JoinRequest, StructureInvitation
from .belonging import members_of


def invitations_of(structure):
    """Those nobody answered, the latest first; a lapsed one can be sent again."""
    return structure.invitations.pending().select_related("invited_by")


def requests_to(structure):
    """Those that wait for an answer, the oldest first."""
    waiting = structure.join_requests.filter(answer="")
    return waiting.select_related("user").order_by("asked_at", "pk")


def invitations_for(user, *, at):
    """The structures a person is invited into, and may still accept."""
    found = StructureInvitation.objects.addressed_to(user).standing(at=at)
    return found.select_related("structure", "invited_by")


def requests_of(user):
    """The structures a person asked to join, and that have not answered."""
    return JoinRequest.objects.filter(user=user, answer="").select_related("structure")


def successors_of(member):
    """Those to whom a member may leave their place, representatives first."""
    return [
        row for row in members_of(member.structure) if row.pk != member.pk and row.user.is_active
    ]
