"""What `/sante/` says of the storage and of the scanner; asked anew every ten seconds at most."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache

from . import clamav
from . import storage as place

SECONDS = 10
THERE, SILENT, NONE = "ok", "muet", "aucun"


def storage() -> str:
    return _remembered("health.storage", place.is_there)


def scanner() -> str:
    address = settings.CLAMAV
    return _remembered("health.scanner", lambda: clamav.is_there(address)) if address else NONE


def _remembered(key: str, answers: Callable[[], bool]) -> str:
    word: str | None = cache.get(key)
    if word is None:
        word = THERE if answers() else SILENT
        cache.set(key, word, SECONDS)
    return word
