"""Files that may not leave now: what the reader is told, whatever the door they came by."""

from django.shortcuts import render

from .models import StoredFile
from .storage import StorageAwayError

RETRY_SECONDS = "60"


class WithheldError(Exception):
    """Raised in place of bytes; `Withheld` makes a page of it."""

    def __init__(self, status: int, title: str, words: str) -> None:
        super().__init__(title)
        self.status, self.title, self.words = status, title, words


class Withheld:
    """The page of a file in quarantine (423), infected (410), or whose storage is away (503)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, StorageAwayError):
            exception = away(exception)
        if not isinstance(exception, WithheldError):
            return None
        context = {"title": exception.title, "words": exception.words}
        answer = render(request, "documents/withheld.html", context, status=exception.status)
        if exception.status != 410:  # noqa: PLR2004 - gone is for good
            answer["Retry-After"] = RETRY_SECONDS
        return answer


def away(error: StorageAwayError) -> WithheldError:
    return WithheldError(503, "Ce fichier n’est pas joignable pour l’instant", error.reasons[0])


def refuse_unless_may_leave(stored: StoredFile, reader) -> None:
    """Raise for a file in quarantine, but to the one who sent it, and for an infected one."""
    if stored.is_infected:
        raise WithheldError(
            410,
            "Ce fichier ne peut pas être ouvert",
            f"L’antivirus y a trouvé quelque chose de dangereux ({stored.signature}). "
            "Il est mis de côté\u202f: demandez-en une copie saine à la personne qui l’a envoyé.",
        )
    if stored.is_waiting and (reader is None or reader.pk != stored.uploaded_by_id):
        raise WithheldError(
            423,
            "Ce fichier est en cours d’analyse",
            "L’antivirus ne l’a pas encore lu. Il sera là dans quelques minutes\u202f: "
            "rechargez la page pour voir où il en est.",
        )
