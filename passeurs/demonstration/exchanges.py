"""What partners answered, and what holders and coordinations wrote to each other."""

from uuid import NAMESPACE_URL, uuid5

from passeurs.documents.rules import DOCUMENT
from passeurs.dossiers.actions.confirmation import confirm_part, decline_part, mark_opened
from passeurs.dossiers.actions.invitations import invite_partner
from passeurs.dossiers.actions.messages import write_message
from passeurs.dossiers.enums import Side


def ask_partners(dossier, rows, *, by, dates):
    """Invite partners, by their rank in the story, and answer for them as the story says."""
    partners = list(dossier.partners.select_related("dossier__edition__coordination"))
    for row in rows:
        partner = partners[row["partner"] - 1]
        invitation = invite_partner(partner, by=by, at=dates.instant(row["at"]))
        if answer := row.get("answer"):
            ANSWERS[answer](invitation, row, at=dates.instant(row["answered"]))


def _confirm(invitation, row, *, at):
    seen = invitation.partner.basis_digest
    confirm_part(invitation, name=row["name"], role=row["role"], seen=seen, at=at)


def _decline(invitation, row, *, at):
    decline_part(invitation, word=row["word"], at=at)


def _open(invitation, _row, *, at):
    mark_opened(invitation, at=at)


ANSWERS = {"confirmed": _confirm, "declined": _decline, "opened": _open}


def exchange(dossier, rows, people, *, dates):
    """Write each message as its author did."""
    authors = {Side.HOLDER: people.writer, Side.COORDINATION: people.agent}
    for row in rows:
        side, at = Side(row["side"]), dates.instant(row["at"])
        write_message(
            dossier,
            row["text"],
            side=side,
            key=uuid5(NAMESPACE_URL, f"{dossier.pk}:{row['at']}"),
            allowed=DOCUMENT,
            by=authors[side],
            at=at,
        )
