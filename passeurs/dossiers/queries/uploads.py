"""The files on their way to a dossier, by the slot they are meant for."""

from collections import defaultdict

from passeurs.documents.models import Upload


def place_of(dossier, slot_key):
    """Where a file goes, as the upload keeps it."""
    return f"dossier:{dossier.pk}:{slot_key}"


def uploads_of(dossier, user, *, at):
    """Slot → one's own unfinished uploads."""
    start = place_of(dossier, "")
    found = defaultdict(list)
    for upload in Upload.objects.visible_to(user).running(at=at).filter(place__startswith=start):
        found[upload.place.removeprefix(start)].append(upload)
    return found
