"""How much a dossier's files weigh, of what they may."""

from dataclasses import dataclass

from django.conf import settings

from passeurs.documents.rules import share_of, weight

from .content import content_of


@dataclass(frozen=True)
class Room:
    """In bytes."""

    used: int
    most: int

    @property
    def left(self):
        return max(0, self.most - self.used)

    @property
    def words(self):
        """« 12,4 Mo sur 300 Mo »."""
        return f"{weight(self.used) if self.used else 0} sur {weight(self.most)}"

    @property
    def percent(self):
        return share_of(self.used, self.most)


def room_of(dossier):
    """Files joined, and those taken out that a filed snapshot still holds; each once."""
    content = content_of(dossier)
    removed = {one.file.sha256 for one in content.removed}
    filed = _filed(dossier) & removed if removed else set()
    held = [one for one in content.removed if one.file.sha256 in filed]
    sizes = {one.file_id: one.file.size for one in [*content.attachments, *held] if one.file.file}
    return Room(used=sum(sizes.values()), most=settings.DOSSIER_BYTES)


def _filed(dossier):
    found = dossier.snapshots.values_list("document__documents", flat=True)
    return {row["sha256"] for rows in found for row in rows or ()}
