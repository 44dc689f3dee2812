"""Who was invited into a dossier, and who asks to join its structure."""

from passeurs.accounts.models import User
from passeurs.demonstration.holders import email_of
from passeurs.dossiers.actions.team import accept_invitation, invite_to_dossier
from passeurs.organisations.actions import ask_to_join


def gather_team(dossier, rows, *, by, dates):
    """Invite people into the dossier, and accept for those who did."""
    for row in rows:
        user, at = _person(row["person"]), dates.instant(row["at"])
        invitation = invite_to_dossier(dossier, email=user.email, role=row["role"], by=by, at=at)
        if accepted := row.get("accepted"):
            accept_invitation(invitation, by=user, at=dates.instant(accepted))


def knock(structure, rows, *, dates):
    """Ask to join the structure; nobody has answered yet."""
    for row in rows:
        at = dates.instant(row["at"])
        ask_to_join(structure, message=row["message"], by=_person(row["person"]), at=at)


def _person(names):
    first_name, last_name = names
    known = {"first_name": first_name, "last_name": last_name}
    return User.objects.get_or_create(email=email_of(first_name, last_name), defaults=known)[0]
