"""What the call asks to join, and what is there: one slot per document and per person."""

from dataclasses import dataclass, field
from typing import Any

from ..enums import PersonKind
from ..models import Snapshot
from .content import content_of


@dataclass
class Slot:
    """One document asked for: of what kind, for whom, and the files already there."""

    kind: str
    label: str
    hint: str
    required: bool
    max_mb: int | None = None
    is_returning: bool = False
    person: Any = None
    partner: Any = None
    files: list[Any] = field(default_factory=list)

    @property
    def key(self):
        target = self.person or self.partner
        return f"{self.kind}-{target.key}" if target else self.kind

    @property
    def sound(self):
        """The files that count: an infected one is shown, and is to be sent again."""
        return [one for one in self.files if not one.file.is_infected]

    @property
    def title(self):
        target = self.person or self.partner
        return f"{self.label}, {target.name or 'sans nom'}" if target else self.label


def slots_of(dossier):
    """Every slot of the dossier, in the edition's order."""
    content = content_of(dossier)
    slots = [
        slot
        for line in dossier.edition.document().get("documents", [])
        if line["when"] != "returning" or dossier.took_part_last_year is not False
        for slot in _slots(line, content.people, content.partners)
    ]
    for slot in slots:
        slot.files = [file for file in content.attachments if _belongs(file, slot)]
    return slots


def progress_of(slots):
    """Of the slots the call asks to fill, how many are."""
    asked = [slot for slot in slots if slot.required]
    return {"total": len(asked), "done": sum(bool(slot.sound) for slot in asked)}


def file_of(dossier, pk):
    """A file of the dossier, filed with it or put aside; None for one removed before any filing."""
    found = dossier.attachments.select_related("file").filter(pk=pk).first()
    if found and found.removed_at and not _is_still_read(dossier, found):
        return None
    return found


def _is_still_read(dossier, removed):
    """A filing holds it; or a correction that was not sent back, where both sides read it."""
    aside = dossier.corrections.filter(aside_at=removed.removed_at)
    return _was_filed(dossier, removed.file.sha256) or aside.exists()


def filed_digests(digests):
    """Those of these digests that a filed snapshot names (`DIGESTS_KEPT_BY`)."""
    filed = Snapshot.objects.values_list("document__documents", flat=True).iterator(200)
    return digests & {row["sha256"] for rows in filed for row in rows or ()}


def _was_filed(dossier, sha256):
    filed = dossier.snapshots.values_list("document__documents", flat=True)
    return any(row["sha256"] == sha256 for rows in filed for row in rows)


def _slots(line, people, partners):
    words = {key: line.get(key, "") for key in ("kind", "label", "hint")}
    words["required"] = line.get("required", True)
    words["max_mb"] = line.get("max_mb")
    words["is_returning"] = line["when"] == "returning"
    match line["per"]:
        case "form":  # written in the dossier's own sections, nothing to send
            return []
        case "person":
            asked = [person for person in people if person.kind != PersonKind.MEDIATOR]
            return [Slot(**words, person=person) for person in asked]
        case "partner":
            return [Slot(**words, partner=partner) for partner in partners]
        case _:
            return [Slot(**words)]


def _belongs(file, slot):
    return (
        file.kind == slot.kind
        and file.person_id == (slot.person.pk if slot.person else None)
        and file.partner_id == (slot.partner.pk if slot.partner else None)
    )
