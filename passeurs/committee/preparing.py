"""The worker's part of a publication: one letter after the other, from where the last stopped."""

from django.tasks import task
from django.utils import timezone

from .actions.letters import beat, prepare_letter, silent_publications
from .enums import LetterState
from .models import Letter, Publication


@task
def prepare(publication_id: int) -> None:
    """Make what is left of the letters; harmless when run twice, or by two workers at once."""
    publication = Publication.objects.filter(pk=publication_id, published_at=None).first()
    if publication is None:
        return
    left = Letter.objects.filter(publication=publication, state=LetterState.WAITING)
    for letter in list(left.defer("content").select_related("publication__sitting")):
        if not beat(publication, at=timezone.now()):
            return
        prepare_letter(letter, at=timezone.now())


@task
def take_up() -> None:
    """Every minute: the letters whose worker was killed go on where it left them."""
    for publication in silent_publications(at=timezone.now()):
        beat(publication, at=timezone.now())
        prepare.enqueue(publication.pk)
