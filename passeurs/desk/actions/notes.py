"""What the team tells itself of a dossier."""

from datetime import datetime

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier

from ..models import Note

LONGEST = 5000


def write_note(dossier: Dossier, text: str, *, by: User, at: datetime) -> Note:
    """Add a note, that only the coordination reads; the same words sent twice make one.

    Raises `Refused` for an empty note, or one of more than 5 000 characters.
    """
    text = text.strip()
    if not text:
        raise Refused("Écrivez la note avant de la garder.")
    if len(text) > LONGEST:
        raise Refused("Une note tient en 5\u202f000 caractères\u202f; coupez celle-ci en deux.")
    last = Note.objects.filter(dossier=dossier).first()
    if last and (last.author, last.text) == (by, text):
        return last
    return Note.objects.create(dossier=dossier, author=by, text=text, at=at)


def forget_note(note: Note, *, by: User) -> None:
    """Take a note back. Raises `Refused` for another's."""
    if note.author_id != by.pk:
        raise Refused("Seule la personne qui a écrit cette note peut la retirer.")
    note.delete()
