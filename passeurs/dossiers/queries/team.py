"""Who is in the team of a dossier, by the structure or by invitation, and who may file."""

from dataclasses import dataclass

from passeurs.accounts.models import User
from passeurs.organisations.enums import MemberRole
from passeurs.organisations.queries import members_of

from ..enums import DossierRole
from ..models import Dossier, DossierInvitation, DossierMember


@dataclass
class Teammate:
    """A person of the team: what the structure gives, and what this dossier gives."""

    user: User
    held: str = ""
    place: DossierMember | None = None

    @property
    def is_representative(self) -> bool:
        return self.held == MemberRole.REPRESENTATIVE

    @property
    def is_guest(self) -> bool:
        return not self.held

    @property
    def may_file(self) -> bool:
        is_delegate = self.place is not None and self.place.role == DossierRole.DELEGATE
        return self.user.is_active and (self.is_representative or is_delegate)

    @property
    def role(self) -> str:
        """The role of this dossier, empty when it is the structure's."""
        return self.place.role if self.place else ""

    @property
    def label(self) -> str:
        if self.place and not self.is_representative:
            return DossierRole(self.place.role).label
        return MemberRole(self.held).label


def team_of(dossier: Dossier) -> list[Teammate]:
    """The structure's members first, those who represent it on top, then the guests."""
    found = {row.user_id: Teammate(row.user, row.role) for row in members_of(dossier.structure)}
    for place in dossier.team.in_force().select_related("user", "added_by"):
        mate = found.setdefault(place.user_id, Teammate(place.user))
        mate.place = place
    return list(found.values())


def filers_of(dossier: Dossier) -> list[User]:
    """Those who may file it."""
    return [mate.user for mate in team_of(dossier) if mate.may_file]


def may_succeed(dossier: Dossier, user: User, place: DossierMember) -> bool:
    """Whether a guest may leave their place to this person: somebody else of the team."""
    others = {mate.user.pk for mate in team_of(dossier) if mate.user.is_active}
    return user.pk in others and user.pk != place.user_id


def invitations_of(dossier: Dossier):
    """Those nobody answered, the latest first; a lapsed one can be sent again."""
    return dossier.invitations.pending().select_related("invited_by")


def invitations_for(user: User, *, at):
    """The dossiers a person is invited into, and may still accept."""
    found = DossierInvitation.objects.addressed_to(user).standing(at=at)
    return found.select_related("dossier__project", "dossier__structure", "invited_by")
